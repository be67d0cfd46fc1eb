"""Import of regions from a table of statistical division codes (统计用区划代码), as offices download it.

The 12 digits are the path: tier and parent follow from them and are checked against the columns 级别 and 上级代码
where the table has these.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.accounts.rules import may_manage_people
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER, Tier
from hezhang.core.kernel.words import initials
from hezhang.core.web.excel import CellError, SheetIn
from hezhang.core.web.importing import ImportPlan, ImportSpec, TemplateColumn
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.pages import as_import_plan
from hezhang.core.web.importing.desk.plan import CHANGED, NEW, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.recording import recorder
from hezhang.core.web.importing.desk.rows import Row
from hezhang.core.web.importing.desk.services import dry_run

TIER_WORDS = {
    Tier.CITY: "市 市级 地市 地级 地级市 州 盟",
    Tier.COUNTY: "县 县级 区 区级 区县 区县级 县区",
    Tier.TOWN: "乡 乡级 镇 镇级 乡镇 乡镇级 街道 乡镇街道 乡镇（街道）",
    Tier.VILLAGE: "村 村级 社区 居委会 村委会 村社区 村（社区）",
}
TIER_OF = {word: tier for tier, words in TIER_WORDS.items() for word in words.split()}
STORED = ["name", "tier", "parent_id", "pinyin", "is_pseudo"]
BATCH = 500


def code(value: Any, reader: parsers.Reader) -> str:
    """Twelve digits; the six of a county and the nine of a town are completed, and told as a guess."""
    told = parsers.plain(value)
    if re.fullmatch(r"\d{6}(\d{3})?", told):
        full = told.ljust(12, "0")
        reader.guess(full, "末尾补 0 到 12 位")
        return full
    if told and not re.fullmatch(r"[0-9]{12}", told):
        raise CellError("区划代码不是 12 位数字。请补足为 12 位（末尾补 0），并设为文本格式")
    return told


def tier_of(code: str) -> Tier | None:
    """The tier by trailing zeros; None for provinces, which lie above this system."""
    return next((tier for tier in TIER_ORDER if code[2:4] != "00" and not code[CODE_DIGITS[tier] :].strip("0")), None)


def ancestors(code: str) -> list[str]:
    """Codes of the possible regions above, nearest first; towns directly under a city have no county."""
    cut = [code[: CODE_DIGITS[tier]].ljust(12, "0") for tier in reversed(TIER_ORDER)]
    return [each for each in dict.fromkeys(cut) if each != code]


def is_pseudo(code: str, tier: Tier) -> bool:
    """开发区 and the like: county digits 71–79; town and village digits 400–599 (统计用区划代码和城乡划分代码编制规则)."""
    if tier == Tier.COUNTY:
        return "71" <= code[4:6] <= "79"
    own = code[6:9] if tier == Tier.TOWN else code[9:12]
    return tier in (Tier.TOWN, Tier.VILLAGE) and "400" <= own <= "599"


def plan_rows(rows: list[Row], context: Context) -> Outcome:
    """What would be new and what would change; a row without its parent, or with a code used twice, is refused."""
    refuse_twice(rows, lambda row: row.get("code"), "code", "区划代码")
    sound = [row for row in rows if not row.is_refused and _fits(row)]
    wanted = {row.read["code"]: row for row in sound}
    known = Region.objects.in_bulk(list({each for one in wanted for each in (one, *ancestors(one))}))
    for row in sorted(sound, key=lambda row: row.read["code"]):
        _check_parent(row, wanted, known, context)
    regions = {one: _region(one, row) for one, row in wanted.items() if not row.is_refused}
    acts = [_act(wanted[one], region, known.get(one)) for one, region in regions.items()]

    def carry_out() -> None:
        new = [regions[act.row.read["code"]] for act in acts if act.what == NEW]
        _write(new, [regions[act.row.read["code"]] for act in acts if act.what == CHANGED])

    return Outcome(acts, carry_out=carry_out)


def _fits(row: Row) -> bool:
    """Name, tier and parent against the code."""
    own = row.read["code"]
    tier = tier_of(own)
    if tier is None:
        row.refuse("code", "省级区划不在本系统范围内。", "删去该行，从市级开始。")
        return False
    if len(row.get("name", "")) > 60:
        row.refuse("name", "名称超过 60 个字。", "缩短名称。")
    said = row.text("tier")
    if said and TIER_OF.get(said) != tier:
        row.refuse("tier", f"级别与区划代码不符：按代码应为{tier.label}。", "核对代码和级别。")
    # The public list names the province above a city, which lies above this system.
    parent = row.get("parent", "")
    above_city = tier == Tier.CITY and parent == own[:2].ljust(12, "0")
    if parent and parent not in ancestors(own) and not above_city:
        row.refuse("parent", "上级代码与区划代码不符。", "上级代码应与本行代码前几位一致，其余为 0。")
    return not row.is_refused


def _parent(row: Row) -> str | None:
    above = ancestors(row.read["code"])
    told = row.get("parent", "")
    return told if told in above else next(iter(above), None)


def _check_parent(row: Row, wanted: dict[str, Row], known: dict[str, Region], context: Context) -> None:
    """Rows come from the top down, so that what hangs on a refused row is refused as well, and says why."""
    parent = _parent(row)
    if parent is not None and parent not in known:
        above = wanted.get(parent)
        if above is None:
            words = f"上级区划 {parent} 既不在文件可导入的行中，也未登记。"
            row.refuse("parent", words, "把上级一并放入文件，或先导入上级。")
        elif above.is_refused:
            row.refuse("parent", f"上级区划 {parent}（第 {above.number} 行）没有导入。", "请先改正上级所在的行。")
    if not context.may_write(row.read["code"]):
        row.refuse("code", "不在您的区域内。", "删去该行，或请上级河长办、系统管理员导入。")


def _region(own: str, row: Row) -> Region:
    tier = tier_of(own) or Tier.VILLAGE
    name = row.read["name"]
    letters = initials(name)[:60]
    return Region(
        code=own, name=name, tier=tier, parent_id=_parent(row), pinyin=letters, is_pseudo=is_pseudo(own, tier)
    )


def _act(row: Row, region: Region, stored: Region | None) -> Act:
    what = NEW if stored is None else CHANGED if _differs(region, stored) else SAME
    changes = f"{stored.name} → {region.name}" if stored and stored.name != region.name else ""
    shown = (region.pk, region.name, Tier(region.tier).label, region.parent_id or "")
    return Act(row, what, shown, changes=changes)


def _differs(region: Region, stored: Region) -> bool:
    return any(getattr(region, name) != getattr(stored, name) for name in STORED)


def _write(new: list[Region], changed: list[Region]) -> None:
    noted = recorder()
    if noted is not None:
        noted.changing(changed)
    # Parents before their children: not every database defers its foreign keys to the end.
    ordered = sorted(new, key=lambda region: TIER_ORDER.index(Tier(region.tier)))
    Region.objects.bulk_create(ordered, batch_size=BATCH)
    Region.objects.bulk_update(changed, STORED, batch_size=BATCH)
    if noted is not None:
        noted.created(ordered)


KIND = register(
    Kind(
        key="regions",
        title="行政区划",
        order=10,
        rule=may_manage_people,
        list_url="people:regions",
        needs_region=False,
        plan=plan_rows,
        headings=["区划代码", "名称", "级别", "上级代码"],
        hint="可直接上传统计用区划代码表；列名为“编码”“区划名称”等也能识别。重复导入不会重复登记。",
        fields=[
            Field(
                "code", "行政区划代码", ["区划代码", "统计用区划代码", "编码", "代码", "区划编码"], parse=code, required=True,
                weight=2, example="990102101000", note="12 位统计用区划代码，设为文本格式",
            ),
            Field(
                "name", "名称", ["区划名称", "行政区划名称", "单位名称"], parse=parsers.text, required=True, example="桥头镇",
            ),
            Field(
                "tier", "级别", ["层级", "区划级别", "行政级别"], example="乡",
                note="市、县、乡、村；可不填，按代码末尾的 0 判断",
            ),
            Field(
                "parent", "上级代码", ["上级区划代码", "上级编码", "父级代码", "父级编码"], parse=code,
                example="990102000000", note="可不填，按代码前几位判断",
            ),
        ],
    )
)  # fmt: skip


def plan(post: Post | None, sheets: list[SheetIn]) -> ImportPlan:
    """The same for the page of its own, where a single mistake keeps the whole list out. ``post`` None: the command."""
    return as_import_plan(dry_run(KIND, sheets, by=post, today=timezone.localdate()))


SPEC = ImportSpec(
    key="regions",
    title="导入行政区划",
    columns=[TemplateColumn(each.label, each.example, each.note, each.required) for each in KIND.fields],
    plan=plan,
    done_url="people:regions",
    hint=KIND.hint,
)
