"""巡河日志 of a chief: the walks of a month with what was found, as rows and as a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone

from hezhang.core.documents.paper import Form, Grid, Paper, Paragraph, Part, Picture, Pictures
from hezhang.core.files.services import read_bytes
from hezhang.core.kernel.periods import Period, period_of
from hezhang.core.kernel.words import day_words
from patrols.judgement.facts.duties import duty_of
from patrols.judgement.facts.stead import credited
from patrols.judgement.facts.table import missed_words, rate_words, span_key, span_of
from patrols.norms.rules.duty import ChiefDuty, Span
from patrols.walks.choices import Counting
from patrols.walks.models import Finding, FindingPhoto, Patrol
from patrols.walks.queries import begun_in

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOST_PHOTOS = 6  # as many as the papers of the ledger show
HEADS = ("日期", "河段", "时间", "方式", "发现与处理", "备注")
WIDTHS = (1.3, 2, 1.3, 1.2, 4, 2)


@dataclass(frozen=True)
class Walk:
    """One walk in words."""

    patrol: Patrol
    found: list[str]
    remark: str

    @property
    def day(self) -> date:
        return timezone.localdate(self.patrol.started_at)

    @property
    def hours(self) -> str:
        """08:30–09:10."""
        first, last = (timezone.localtime(at) for at in (self.patrol.started_at, self.patrol.ended_at))
        return f"{first:%H:%M}–{last:%H:%M}"

    @property
    def found_words(self) -> str:
        return "\n".join(self.found) or "未发现问题"

    @property
    def cells(self) -> tuple[str, ...]:
        """As ``HEADS``."""
        day = f"{self.day.month}月{self.day.day}日"
        return (day, self.patrol.reach.name, self.hours, self.patrol.get_kind_display(), self.found_words, self.remark)


@dataclass(frozen=True)
class Diary:
    """The month of one chief: what was owed, and every walk that belongs to it."""

    chief: Post
    month: Period
    duty: ChiefDuty
    walks: list[Walk]

    @property
    def key(self) -> str:
        """2026-10, for the address."""
        return span_key(self.month)

    @property
    def title(self) -> str:
        return f"{self.chief.user.name}{self.month.label}巡河日志"

    @property
    def found_count(self) -> int:
        return sum(len(walk.found) for walk in self.walks)

    @property
    def owed_words(self) -> str:
        """应巡 4 期，已巡 3 期，完成率 75.0%."""
        duty = self.duty
        if not duty.due_count:
            return "本月没有已结束的应巡周期"
        return f"应巡{duty.due_count}期，已巡{duty.met_count}期，完成率{rate_words(duty.rate)}"


def month_asked(said: str, today: date) -> Period:
    """The month of 2026-10; this month when it says nothing."""
    span = span_of(said, today)
    return span if span.unit == "month" else period_of("month", today)


def diary(chief: Post, month: Period, viewer: Post) -> Diary:
    """The chief's month as far as the viewer may see its walks; walks in the chief's stead among them, not those for others."""
    photos = Prefetch("photos", FindingPhoto.objects.select_related("upload"))
    findings = Prefetch("findings", Finding.objects.select_related("item").prefetch_related(photos))
    rows = Patrol.objects.visible_to(viewer).filter(credited(chief.pk, Span(month.start, month.end)), begun_in(month))
    rows = rows.select_related("reach", "user").prefetch_related(findings).order_by("started_at", "pk")
    walks = [Walk(row, [_found(one) for one in row.findings.all()], _remark(row, chief)) for row in rows]
    return Diary(chief, month, duty_of(chief, month.start, month.end), walks)


def _found(one: Finding) -> str:
    """岸坡垃圾：约两方。当场解决：已清运."""
    what = f"{one.item.name}：{one.text}" if one.text else one.item.name
    return f"{what.rstrip('。')}。{one.get_state_display()}{f'：{one.measure}' if one.measure else ''}"


def _remark(row: Patrol, chief: Post) -> str:
    said = [row.note]
    if row.post_id != chief.pk:
        said.append(f"{row.user.name}代巡")
    if row.is_backfilled:
        said.append("补录")
    if row.counting != Counting.COUNTS:
        said.append(f"{row.get_counting_display()}：{row.counting_why}".rstrip("："))
    return "；".join(one.rstrip("。；") for one in said if one)


def paper_of(told: Diary) -> Paper:
    """To be filed: the figures, every walk, what is missing, photos of what was found."""
    return Paper(title=told.title, parts=tuple(_parts(told)))


def _parts(told: Diary) -> Iterator[Part]:
    chief, duty = told.chief, told.duty
    yield Form(
        (
            (("姓名", chief.user.name), ("岗位", chief.label)),
            (("履职情况", told.owed_words),),
            (("巡河次数", f"{len(told.walks)}次"), ("发现问题", f"{told.found_count}处")),
        )
    )
    if told.walks:
        yield Grid(HEADS, tuple(walk.cells for walk in told.walks), WIDTHS)
    else:
        yield Paragraph("本月没有巡河记录。")
    if duty.missed:
        yield Paragraph(f"未巡周期：{missed_words(duty)}。")
    shown = tuple(_pictures(told))
    if shown:
        every = sum(one.photos.count() for walk in told.walks for one in walk.patrol.findings.all())
        note = f"共{every}张照片，此处为前{len(shown)}张。" if every > len(shown) else ""
        yield Pictures("发现问题的照片", shown, note)


def _pictures(told: Diary) -> Iterator[Picture]:
    """The first photo of each finding, as far as there is room and the file is there."""
    left = MOST_PHOTOS
    for walk in told.walks:
        for one in walk.patrol.findings.all():
            row = next(iter(one.photos.all()), None)
            if row is None or not left:
                continue
            try:
                data = read_bytes(row.upload)
            except (OSError, ValueError):  # what is missing on the disk spoils no diary
                continue
            left -= 1
            yield Picture(data, f"{day_words(walk.day)} {walk.patrol.reach.name} {one.item.name}")
