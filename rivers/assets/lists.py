"""The list of assets: of all kinds together, or of one kind with its own columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.search.finding import matching
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register, register_family
from hezhang.core.web.lists.registry import Entry
from rivers.assets.choices import ValueType
from rivers.assets.facts import fields_of, kinds_of, number_in, text_of, with_values
from rivers.assets.models import Asset, ObjectField, ObjectKind
from rivers.registry.lists import Actions, if_kept, towns
from rivers.registry.models import River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

FAMILY = "assets-"
KINDS = {ValueType.NUMBER: "number", ValueType.DATE: "text", ValueType.TEXT: "text"}


def kinds_asked(request: Any) -> QuerySet[ObjectKind]:
    post = getattr(request, "post", None)
    return ObjectKind.objects.none() if post is None else kinds_of(post)


def rivers_asked(request: Any) -> QuerySet[River]:
    post = getattr(request, "post", None)
    return River.objects.none() if post is None else River.objects.visible_to(post)


class AssetFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称 / 拼音首字母 / 编码", method="find")
    kind = django_filters.ModelChoiceFilter(label="类别", queryset=kinds_asked)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    river = django_filters.ModelChoiceFilter(label="河湖", queryset=rivers_asked)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "asset", word)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def assets_of(post: Post) -> QuerySet[Asset]:
    return Asset.objects.visible_to(post).with_names()


def asset_actions(asset: Asset, post: Post) -> Actions:
    yield "查看", asset.get_absolute_url()
    if asset.ended_on is None:
        yield from if_kept(post, asset, "编辑", "rivers:edit_asset")


def _standing(rows: QuerySet) -> QuerySet:
    return rows.standing(timezone.localdate())


def _ended(rows: QuerySet) -> QuerySet:
    return rows.filter(ended_on__lt=timezone.localdate())


TABS = [Tab("standing", "现有", _standing), Tab("ended", "已终止", _ended)]
FIRST = [
    Column("name", "名称", "name", width=18),
    Column("code", "编码", "code", order="code", width=16),
]
KIND_COLUMN = Column("kind", "类别", "kind.name", order="kind_id", width=12)
WHERE = [
    Column("river", "所在河湖", "river.name", width=14),
    Column("reach", "所在河段", "reach.name", width=20, default=False),
    Column("region", "所属区划", "region.name", order="region_id", width=14),
]
LAST = [
    Column("keeper", "责任（管理）单位", "keeper", width=20),
    Column("department", "主管单位", "department.name", width=18, default=False),
    Column("bank", "岸别", "get_bank_display", default=False, width=8),
    Column("place", "地点", "place", default=False, width=20),
    Column("lng", "经度", "lng", default=False, width=12),
    Column("lat", "纬度", "lat", default=False, width=12),
    Column("established", "对象建立时间", "established_on", kind="date", default=False, width=12),
    Column("ended", "对象终止时间", "ended_on", kind="date", default=False, width=12),
    Column("remark", "备注", "remark", default=False, width=30),
]


def _tools(kind: ObjectKind | None) -> list[Tool]:
    address = reverse("rivers:create_asset") + (f"?kind={kind.pk}" if kind else "")
    label = f"新增{kind.name}" if kind else "新增对象"
    return [Tool(label, address, icon="plus", primary=True, rule=is_office)]


ASSETS = register(
    ListSpec(
        key="assets",
        title="涉河对象",
        columns=[*FIRST, KIND_COLUMN, *WHERE, *LAST],
        filterset=AssetFilter,
        order="code",
        row_url=Asset.get_absolute_url,
        row_actions=asset_actions,
        tabs=TABS,
        toolbar=lambda post: _tools(None),
        empty="还没有登记涉河对象（排污口、取水口、水闸等）。",
    ),
    assets_of,
)


def of_kind(kind: ObjectKind, post: Post) -> tuple[ListSpec, QuerySet[Asset]]:
    """The list of one kind, with a column for each of its fields that the post sees, and its rows."""
    fields = fields_of(kind, post.region_id)
    spec = ListSpec(
        key=f"{FAMILY}{kind.pk}",
        title=kind.name,
        columns=[*FIRST, *WHERE, *(_column(each) for each in fields), *LAST],
        filterset=AssetFilter,
        order="code",
        row_url=Asset.get_absolute_url,
        row_actions=asset_actions,
        tabs=TABS,
        toolbar=lambda post: _tools(kind),
        whole=True,
        empty=f"还没有登记{kind.name}。",
    )
    today = timezone.localdate()
    figures = [each for each in fields if each.type == ValueType.NUMBER]
    rows = with_values(assets_of(post).filter(kind=kind), today, fields)
    return spec, rows.sorted_by_value(figures, today)


def _column(field: ObjectField) -> Column:
    is_number = field.type == ValueType.NUMBER
    return Column(
        f"f{field.pk}",
        field.label,
        partial(number_in if is_number else text_of, wanted=field),
        order=f"sort_{field.pk}" if is_number else "",
        kind=KINDS.get(ValueType(field.type), "text"),
        default=field.in_list,
        width=max(10, min(24, 2 * len(field.label))),
    )


def find_entry(key: str, post: Post) -> Entry | None:
    """The list of this key as the post reads it: how a job finds it again."""
    kind = ObjectKind.objects.filter(pk=int(key.removeprefix(FAMILY))).first()
    if kind is None:
        return None
    spec, _ = of_kind(kind, post)
    return Entry(spec, lambda reader: of_kind(kind, reader)[1])


register_family(FAMILY, find_entry)
