"""The same figures as a text for a chat, as an official circular, and as what the picture shows."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from hezhang.core.documents.paper import Grid, Paper, Paragraph, Part, line
from hezhang.core.kernel.words import day_words, moment_words
from issues.documents.facts.bulletin import BASIS, HEADS, MOST_AREAS, Bulletin

TITLE = "河湖问题整改进度通报"


def summary(told: Bulletin) -> str:
    """One sentence with all figures of the whole."""
    whole = told.whole
    late = f"，其中超期 {whole.overdue} 件" if whole.overdue else "，没有超期"
    dropped = f"，不属实或已合并 {whole.dropped} 件" if whole.dropped else ""
    return f"共 {whole.total} 件：已销号 {whole.closed} 件，在办 {whole.open} 件{late}{dropped}。销号率 {whole.rate}。"


def as_text(told: Bulletin) -> str:
    """To be pasted into a chat."""
    parts = [f"【整改进度通报】{told.region}", f"截至 {moment_words(told.at)}", f"范围：{told.scope}", summary(told)]
    if told.areas:
        parts += ["", "分区域："]
        parts += [
            f"{i}. {one.name}：{one.total} 件，已销号 {one.closed}，在办 {one.open}（超期 {one.overdue}），销号率 {one.rate}"
            for i, one in enumerate(told.areas, 1)
        ]
    if told.late:
        parts += ["", "超期问题："]
        parts += [f"{i}. {'　'.join(one)}" for i, one in enumerate(told.late, 1)]
        parts += [f"另有 {told.more_late} 件超期，见系统。"] if told.more_late else []
    return "\n".join([*parts, "", BASIS])


def circular(told: Bulletin, office: str) -> Paper:
    """通报, to be signed and sent."""
    # Without the blanks that a screen has around figures.
    lead = f"截至{moment_words(told.at)}，{told.region}河湖问题台账（范围：{told.scope}）{summary(told).replace(' ', '')}现将整改进度通报如下。"
    parts: list[Part] = [Paragraph(lead), Paragraph("一、总体及各区域进度", 1)]
    rows = (told.whole.cells, *(one.cells for one in told.areas))
    parts.append(Grid(("区域", *HEADS[1:]), rows, (2.2, 1, 1, 1, 1.2, 1.2)))
    if told.late:
        parts += [
            Paragraph("二、超期问题", 1),
            Grid(("编号", "河湖", "责任单位", "超期"), told.late, (2, 1.3, 2.2, 1.3)),
        ]
        if told.more_late:
            parts.append(Paragraph(f"另有{told.more_late}件超期，见系统。"))
    parts += [Paragraph("请各责任单位对照台账抓紧整改，按时申请销号。"), Paragraph(BASIS)]
    return Paper(title=TITLE, parts=tuple(parts), signature=office, day=timezone.localdate(told.at))


def as_data(told: Bulletin) -> dict[str, Any]:
    """For ``bulletin.typ``."""
    whole = told.whole
    figures = [("问题数", whole.total, ""), ("已销号", whole.closed, "green"), ("在办", whole.open, "blue")]
    figures.append(("其中超期", whole.overdue, "red" if whole.overdue else "green"))
    return {
        "title": "整改进度通报", "region": told.region, "at": f"截至 {moment_words(told.at)}", "scope": line(told.scope),
        "figures": [{"label": label, "value": str(value), "tone": tone} for label, value, tone in figures],
        "rate": whole.rate, "heads": ["区域", *HEADS[1:]], "areas": [one.cells for one in told.areas[:MOST_AREAS]],
        "more_areas": max(0, len(told.areas) - MOST_AREAS), "late": told.late, "more_late": told.more_late,
        "basis": BASIS, "day": day_words(told.at),
    }  # fmt: skip
