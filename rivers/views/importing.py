"""The chief list: as it stands, and imported from the office's own workbook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from hezhang.core.accounts import access
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.web.importing import ImportSpec, TemplateColumn, show_import
from hezhang.core.web.lists import show
from rivers import lists
from rivers.chiefs.forms import ChiefsForm
from rivers.chiefs.planning import plan

SPEC = ImportSpec(
    key="chiefs",
    title="导入河长名录",
    columns=[
        TemplateColumn("河道名称", "柳溪", "同一条河的各行可合并单元格，也可只在第一行填写", required=True),
        TemplateColumn("河道长度（km）", "8.0", "8.92、约8.0公里、850米都可以"),
        TemplateColumn("区级河长", "张三", "没有这一级的可删去这一列和它的职务"),
        TemplateColumn("职务", "副区长"),
        TemplateColumn("街道级河长", "李四", "列名也可以写“镇级河长”“乡级河长”"),
        TemplateColumn("职务", "桥头街道党工委书记", "从职务看出是哪个乡镇（街道），也可另加一列“乡镇（街道）”"),
        TemplateColumn("村（社区）级河长", "王五"),
        TemplateColumn("职务", "上桥村书记", "从职务看出是哪个村（社区），也可另加一列“村（社区）”"),
        TemplateColumn("联系电话", "18800000000", "属于左边最近的一级河长；每级都可以有自己的电话列"),
    ],
    plan=plan,
    done_url="rivers:chiefs",
    hint="直接上传办公室现有的名录即可：标题行、合并单元格、合计行、两行表头都能识别。"
    "行政区划须先导入。已登记而没有变化的不会重复登记；河长有变的，由新河长接替，原河长的任期到前一天为止。",
    form=ChiefsForm,
)


@access.when(sees_business)
def chiefs(request: HttpRequest) -> HttpResponse:
    return show(request, lists.CHIEFS, lists.tenures_of(request.post), template="rivers/list.html")  # type: ignore[attr-defined]


@access.when(is_office)
def import_chiefs(request: HttpRequest) -> HttpResponse:
    return show_import(request, SPEC)
