"""All visits of a campaign × the items of its check list, as a workbook in which every figure of the page can be counted again."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from hezhang.core.kernel.words import moment_words
from hezhang.core.web.excel import Sheet, write_table
from issues.campaigns.facts.figures import BASIS, Line, figures
from issues.campaigns.facts.shown import became
from issues.campaigns.models import Answer, Campaign, Inspector, Visit

if TYPE_CHECKING:
    from datetime import datetime

    from hezhang.core.accounts.models import Post

FIGURES = ("total", "done", "left", "passed", "failed", "kept", "waiting", "open", "closed", "none")
HEADS = [
    "乡镇",
    "河段",
    "已检查",
    "待检查",
    "合格项",
    "不合格项",
    "待转",
    "线索待核实",
    "问题未销号",
    "已销号",
    "不是问题",
    "合格率",
]


def file_name(campaign: Campaign) -> str:
    return f"{campaign.name}_检查明细.xlsx"


def write_book(campaign: Campaign, stream: IO[bytes], post: Post, at: datetime) -> int:
    """Write what the post sees of it; how many rows."""
    visits = list(
        Visit.objects.visible_to(post).filter(campaign=campaign).with_names().prefetch_related("answers").order_by("reach__region_id", "reach__code")
    )  # fmt: skip
    sheets = [_towns(campaign, post), _visits(campaign, visits, _teams(campaign, post)), _findings(campaign, post)]
    sheets += _spared(campaign)
    for sheet in sheets:
        sheet.heading_line = (
            f"{campaign.name}　{campaign.get_state_display()}　制表：{post.user.name}　{moment_words(at)}"
        )
    return write_table(stream, sheets)


def _towns(campaign: Campaign, post: Post) -> Sheet:
    told = figures(campaign, post)
    kinds = ["text", *["integer"] * len(FIGURES), "text"]
    rows = [_line(one) for one in told.towns]
    return Sheet("按乡镇", HEADS, rows, kinds=kinds, totals=_line(told.whole), note=BASIS)


def _line(line: Line) -> list[Any]:
    return [line.name, *(getattr(line, name) for name in FIGURES), line.rate]


def _teams(campaign: Campaign, post: Post) -> dict[int, str]:
    rows = Inspector.objects.visible_to(post).filter(campaign=campaign, team__isnull=False).select_related("post__user")
    found: dict[int, list[str]] = {}
    for one in rows.order_by("team", "pk"):
        found.setdefault(one.team or 0, []).append(one.post.user.name)
    return {team: "、".join(names) for team, names in found.items()}


def _visits(campaign: Campaign, visits: list[Visit], teams: dict[int, str]) -> Sheet:
    items = list(campaign.items.all())
    heads = ["乡镇", "所在区划", "河湖", "河段", "组别", "检查人员", "状态", "检查时间"]
    heads += [f"{one.number}.{one.text}" for one in items]
    rows = [_visit(visit, items, teams) for visit in visits]
    kinds = ["text", "text", "text", "text", "integer", "text", "text", "datetime", *["text"] * (len(items) + 1)]
    return Sheet("检查明细", [*heads, "现场情况"], rows, kinds=kinds, widths=[0] * 8 + [18] * len(items) + [30])


def _visit(visit: Visit, items: list[Any], teams: dict[int, str]) -> list[Any]:
    told: dict[int, Answer] = {one.item_id: one for one in visit.answers.all()}
    region = visit.reach.region
    town = region.parent.name if region.tier == "village" and region.parent else region.name
    head = [town, region.name, visit.reach.river.name, visit.reach.name, visit.team, teams.get(visit.team, "")]
    said = [_said(told.get(one.pk)) for one in items]
    return [*head, visit.get_state_display(), visit.done_at, *said, visit.note]


def _spared(campaign: Campaign) -> list[Sheet]:
    """Of the last drawing, what was not in it and why."""
    draw = campaign.draws.order_by("-number").first()
    rows = [[code, name, why] for _, code, name, why in draw.lots["spared"]] if draw else []
    return [Sheet("未列入抽取", ["河段编码", "河段", "原因"], rows, widths=[0, 24, 36])] if rows else []


def _said(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return f"{answer.get_result_display()}：{answer.note}" if answer.note else str(answer.get_result_display())


def _findings(campaign: Campaign, post: Post) -> Sheet:
    rows = Answer.objects.visible_to(post).filter(visit__campaign=campaign).failed().with_shots().with_names()
    told = [
        [one.visit.reach.region.name, one.visit.reach.river.name, one.visit.reach.name, one.item.text, one.note, one.shots, became(one)]
        for one in rows.order_by("visit__reach__region_id", "visit__reach__code", "item__number")
    ]  # fmt: skip
    heads = ["所在区划", "河湖", "河段", "检查项目", "情况", "照片", "去向"]
    return Sheet("不合格清单", heads, told, widths=[0, 0, 0, 24, 36, 0, 24])
