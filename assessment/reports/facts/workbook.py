"""The workbook of a round: ranking, indicators, and every row behind them. Sheets two and three recompute sheet one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone

from assessment.figures.choices import Counted
from assessment.reports.facts.brief import brief_of, matters
from assessment.rounds.facts import results
from assessment.rounds.models import GroupScore, Round, Score, ScoreRow, Subject
from assessment.schemes.choices import IndicatorShape
from assessment.schemes.models import Group, Indicator
from hezhang.core.kernel.words import day_words
from hezhang.core.web.excel import Chart, Sheet, write_table

BASE = "基础分"
NOT_PART = "不参评"
EFFECT, YES, NO = "影响得分", "是", "否"
SHORTENED = "　未影响得分的行已筛去，点“影响得分”的筛选箭头可全部显示"
SIGNATURE = "填表人：　　　　　　审核人：　　　　　　负责人：　　　　　　"
DETAIL = [
    "乡镇",
    "分组",
    "指标",
    "计分方式",
    "计入",
    "满分或每项分值",
    "上限",
    "分子",
    "分母",
    "比率（%）",
    "计算得分",
    "核定得分",
    "说明",
    EFFECT,
]
DETAIL_KINDS = ["text"] * 5 + ["points", "points", "number", "number", "rate", "points", "points", "text", "text"]
DETAIL_WIDTHS = [0] * 12 + [64, 0]
ROWS = ["乡镇", "分组", "指标", "对象", "情况", "日期", "计入分子", "计入分母", "加扣分", EFFECT]
ROW_WIDTHS = [0, 0, 0, 40, 64, 0, 0, 0, 0, 0]
ROW_KINDS = ["text"] * 5 + ["date", "number", "number", "points", "text"]
BRIEF = ["名次", "乡镇", "总分", "等次", "{}名次", "升降", "主要失分原因"]
BRIEF_KINDS = ["integer", "text", "points", "text", "integer", "text", "text"]
BRIEF_WIDTHS = [6, 14, 9, 9, 9, 8, 58]
ONE_PAGE = 30  # more subjects than that would be too small to read on one page


def write_report(round_: Round, target: str | os.PathLike[str] | IO[bytes], made_by: str = "") -> int:
    """Write the round's workbook to a path or binary stream; returns the number of data rows. Raises SheetError.

    分项得分 adds up to 汇总排名: a group is the sum of its 核定得分 (with its 基础分), between 0 and its 满分.
    扣分依据 adds up to 分项得分: 分子 and 分母 are the sums of their rows.
    """
    groups = list(round_.scheme.groups.all())
    subjects = list(round_.subjects.select_related("region"))
    note = _note(round_, made_by)
    sheets = [
        _brief(round_, note),
        _ranking(round_, groups, subjects, note),
        _details(round_, note),
        _rows(round_, note),
    ]
    return write_table(target, sheets)


def file_name(round_: Round) -> str:
    """清源市2026年第三季度考核（预评估）.xlsx."""
    return f"{round_}{'' if round_.is_frozen else '（预评估）'}.xlsx"


def _note(round_: Round, made_by: str) -> str:
    now = timezone.localtime()
    state = f"{day_words(round_.frozen_at)} 定稿" if round_.frozen_at else "预评估，未定稿"
    as_of = day_words(round_.as_of) if round_.as_of else "尚未计算"
    who = f"制表人：{made_by}　" if made_by else ""
    return f"{who}制表时间：{day_words(now)} {now:%H:%M}　口径：{round_.scheme}，{state}，数据截至 {as_of}　单位：分"


def _brief(round_: Round, note: str) -> Sheet:
    """One page of paper: the ranking with its movement, why points were lost, a chart, what needs a decision."""
    page = brief_of(round_)
    rows = [
        [line.subject.rank, line.name, line.subject.total, line.subject.band, line.rank_before, line.movement, line.reasons]
        for line in page.lines
    ]  # fmt: skip
    return Sheet(
        "简报", [head.format(round_.before_words) for head in BRIEF], rows, BRIEF_KINDS, BRIEF_WIDTHS,
        heading_line=_title(round_, "简报"), note=note, landscape=False, filter=False, freeze=False,
        chart=Chart("总分", labels=1, values=2), closing=["需要研究决定的事项", *matters(page)],
        signature=SIGNATURE, one_page=len(rows) <= ONE_PAGE,
    )  # fmt: skip


def _title(round_: Round, what: str) -> str:
    return f"{round_.region.name}{round_.span_words}河长制考核{what}"


def _ranking(round_: Round, groups: list[Group], subjects: list[Subject], note: str) -> Sheet:
    scores, before = results.groups_by_subject(subjects), results.previous_ranks(round_)
    headings = ["名次", "乡镇", *[f"{group.name}（{group.points.normalize():f}）" for group in groups]]
    headings += ["加分", "倒扣", "总分", "等次", "一票否决", f"{round_.before_words}名次", "升降"]
    kinds = ["integer", "text", *["points"] * (len(groups) + 3), "text", "text", "integer", "integer"]
    rows = (_ranked(subject, groups, scores[subject.pk], before) for subject in subjects)
    title = _title(round_, "汇总表")
    return Sheet("汇总排名", headings, rows, kinds, heading_line=title, note=note, signature=SIGNATURE)


def _ranked(subject: Subject, groups: list[Group], scores: dict[int, GroupScore], before: dict[str, int]) -> list[Any]:
    last = before.get(subject.region_id)
    reached = [_group_points(scores.get(group.pk)) for group in groups]
    veto = "是" if subject.is_vetoed else ""
    moved = None if last is None else last - subject.rank
    head = [subject.rank, subject.region.name, *reached, subject.bonus, subject.overall, subject.total]
    return [*head, subject.band, veto, last, moved]


def _group_points(score: GroupScore | None) -> Decimal | str:
    return score.score if score and score.is_applicable else NOT_PART


def _details(round_: Round, note: str) -> Sheet:
    title = f"{round_}分项得分"
    return Sheet(
        "分项得分", DETAIL, _detail_rows(round_), DETAIL_KINDS, DETAIL_WIDTHS,
        heading_line=title, note=note + SHORTENED, grouped=0, only=(len(DETAIL) - 1, YES),
    )  # fmt: skip


def _detail_rows(round_: Round) -> Iterator[list[Any]]:
    """Per town: each group's base where it has one, and every indicator."""
    bases: dict[int, list[GroupScore]] = {}
    for row in GroupScore.objects.filter(subject__round=round_).select_related("group"):
        bases.setdefault(row.subject_id, []).append(row)
    scores: dict[int, list[Score]] = {}
    for score in Score.objects.filter(subject__round=round_).select_related("indicator__group"):
        scores.setdefault(score.subject_id, []).append(score)
    for subject in round_.subjects.select_related("region"):
        yield from (_base_row(subject, row) for row in bases.get(subject.pk, []) if row.base)
        yield from (_score_row(subject, score) for score in scores.get(subject.pk, []))


def _base_row(subject: Subject, row: GroupScore) -> list[Any]:
    words = f"本组满分 {row.points}，按扣分计；扣完为止。"
    blank = [None] * 4
    return [
        subject.region.name,
        row.group.name,
        BASE,
        BASE,
        Counted.GROUP.label,
        row.base,
        *blank,
        row.base,
        row.base,
        words,
        NO,
    ]


def _score_row(subject: Subject, score: Score) -> list[Any]:
    one = score.indicator
    is_rate = one.shape == IndicatorShape.RATE
    rate = score.numerator * 100 / score.denominator if is_rate and score.denominator else None
    words = score.explanation
    if score.override is not None:
        words = f"{words} 核定理由：{score.override_reason}"
    points = [score.computed, score.value] if score.is_applicable else [NOT_PART, NOT_PART]
    return [
        subject.region.name, _group(one), one.name, one.get_shape_display(), score.get_counted_display(),
        score.weight if is_rate else one.points, one.cap, score.numerator, score.denominator if is_rate else None,
        rate, *points, words, YES if _matters(score) else NO,
    ]  # fmt: skip


def _matters(score: Score) -> bool:
    """Whether the score moved the total: points lost or gained, not taking part, or set by hand."""
    return bool(score.loss) or not score.is_applicable or score.override is not None


def _group(indicator: Indicator) -> str:
    return indicator.group.name if indicator.group else "总分"


def _rows(round_: Round, note: str) -> Sheet:
    """Every row behind, streamed: the sheet may be long."""
    rows = (
        ScoreRow.objects.filter(score__subject__round=round_)
        .select_related("score__subject__region", "score__indicator__group")
        .order_by("score__subject__rank", "score__subject__region_id", "score__indicator__order", "id")
    )
    return Sheet(
        "扣分依据",
        ROWS,
        map(_behind, rows.iterator(2000)),
        ROW_KINDS,
        ROW_WIDTHS,
        heading_line=f"{round_}扣分依据",
        note=note + SHORTENED,
        grouped=0,
        only=(len(ROWS) - 1, YES),
    )


def _behind(row: ScoreRow) -> list[Any]:
    one = row.score.indicator
    is_rate = one.shape == IndicatorShape.RATE
    points = None if is_rate or one.shape == IndicatorShape.VETO else row.points
    costs = row.counts_in != row.counts_of if is_rate else bool(row.counts_in)
    return [
        row.score.subject.region.name, _group(one), one.name, row.label, row.detail, row.day,
        row.counts_in, row.counts_of if is_rate else None, points, YES if costs else NO,
    ]  # fmt: skip
