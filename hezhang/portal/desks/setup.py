"""建库步骤: what a new office fills in, in which order and why; shown until all is there or it is put away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES, DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.queries import GLANCE_CAP, count_words, counted
from hezhang.core.web.models import ListChoice
from hezhang.portal.desks.board import link
from issues.ledger.models import Issue
from rivers.boards.models import Signboard
from rivers.chiefs.models import Tenure
from rivers.lines.models import ReachLine
from rivers.registry.models import River
from rivers.water.models import Section, SectionMonth

DESK = "desk:desk"


@dataclass(frozen=True)
class Step:
    """``rows`` are counted; the step is done once there is one of ``until`` (where not given: of ``rows``)."""

    title: str
    why: str
    unit: str
    page: tuple[str, str]  # URL name of where it is done, and the kind to be chosen there
    rows: Callable[[Post], QuerySet]
    until: Callable[[Post], QuerySet] | None = None
    then: str = ""  # the kind that follows, of a step of two lists
    without: str = ""  # of a list that the next step makes up for: what whoever has none does

    @property
    def url(self) -> str:
        name, kind = self.page
        if name == "desks:help_page":
            return link(name, kind)
        return link(name, kind=kind) if kind else link(name)


@dataclass(frozen=True)
class Standing:
    """A step and how far it is."""

    step: Step
    is_done: bool
    count: int

    @property
    def beyond(self) -> Step | None:
        """The step after one that may be left out."""
        return STEPS[STEPS.index(self.step) + 1] if self.step.without else None

    @property
    def count_words(self) -> str:
        return count_words(self.count, GLANCE_CAP)

    @property
    def kind(self) -> str:
        """What is put in at the import desk for it; where the first list of two is in, the second. "" for another page."""
        name, kind = self.step.page
        if name != DESK:
            return ""
        return self.step.then if self.step.then and self.count else kind

    @property
    def url(self) -> str:
        return link(DESK, kind=self.kind) if self.kind else self.step.url


def _below(post: Post) -> QuerySet:
    return Region.objects.subtree(post.region).exclude(pk=post.region_id)


def _units(post: Post) -> QuerySet:
    return Department.objects.visible_to(post).active().exclude(kind=DepartmentKind.OFFICE)


# In this order each list finds what it names.
STEPS = [
    Step("行政区划", "其余各表都按乡镇、村归属，先有区划才能对上。", "个", ("people:import_regions", ""), _below),
    Step(
        "单位",
        "问题台账按名称认责任单位，须在台账之前登记；可整表导入，乡镇政府也可在“单位”页按区划一键补齐。",
        "个",
        (DESK, "departments"),
        _units,
    ),
    Step(
        "河湖",
        "河湖基本情况表：类别、长度、水系、编码，河长名录按河名对上。没有这张表的跳过，河湖由河长名录建立。",
        "条",
        (DESK, "rivers"),
        lambda post: River.objects.visible_to(post),
        without="没有河湖表，直接导入河长名录",
    ),
    Step(
        "河长名录",
        "一张名录同时登记河段和各级河长，还没有登记的河湖一并建立；后面的表都按河名、河段对上。",
        "条任职",
        (DESK, "chiefs"),
        lambda post: Tenure.objects.visible_to(post),
    ),
    Step(
        "公示牌",
        "按河段对上，所以在河长名录之后。",
        "块",
        (DESK, "boards"),
        lambda post: Signboard.objects.visible_to(post),
    ),
    Step(
        "问题台账",
        "按河名和责任单位对上，所以在单位和河长名录之后。",
        "件",
        (DESK, "issues"),
        lambda post: Issue.objects.visible_to(post),
    ),
    Step(
        "河线",
        "按河段的编码或名称对上；有了河线，巡河轨迹和地图才对得上河。",
        "条",
        ("rivers:import_lines", ""),
        lambda post: ReachLine.objects.visible_to(post),
    ),
    Step(
        "断面与月水质",
        "先导断面（按河名对上），再导各月水质（按断面对上）。",
        "个断面",
        (DESK, "sections"),
        lambda post: Section.objects.visible_to(post),
        lambda post: SectionMonth.objects.visible_to(post),
        "water",
    ),
]


def _holding(*roles: str) -> Callable[[Post], QuerySet]:
    return lambda post: Post.objects.visible_to(post).current(timezone.localdate()).filter(role__in=roles)


# 开通步骤: what an administrator sees to, before the office can fill anything in.
OPENING = [
    STEPS[0],
    Step(
        "安全管理员",
        "账号的申请由其确认，没有就办不成；由服务器管理员用 first_admin 命令建立（见 README）。",
        "人",
        ("desks:help_page", "settings"),
        _holding(Role.SECURITY_ADMIN),
    ),
    Step(
        "河长办的第一个人",
        "新增人员，岗位选“河长办工作人员”；安全管理员确认后，在其页面申请重置密码，把激活码交给本人。其余账号由河长办发放。",
        "人",
        ("people:add_person", ""),
        _holding(*OFFICE_ROLES),
    ),
]


def opening(post: Post) -> list[Standing]:
    """The administrator's steps, one query; nothing once the office has somebody."""
    if post.region.tier not in (Tier.CITY, Tier.COUNTY):
        return []
    asked = Region.objects.filter(pk=post.region_id).order_by()
    counts = asked.values_list(*(counted(step.rows(post), GLANCE_CAP) for step in OPENING)).get()
    standing = [Standing(step, bool(count), count) for step, count in zip(OPENING, counts, strict=True)]
    return [] if all(one.is_done for one in standing) else standing


def asked_of(post: Post) -> list[Exists]:
    """Columns for a query that the home asks anyway: whether it was put away, then whether each step is done."""
    if post.region.tier not in (Tier.CITY, Tier.COUNTY):
        return []  # towns are filled in by their county
    return [Exists(_put_away(post)), *(Exists((step.until or step.rows)(post).order_by()) for step in STEPS)]


def standing(post: Post, answers: list[bool]) -> list[Standing]:
    """The steps with their counts, one query; nothing once all are done or they were put away."""
    if not answers or answers[0] or all(answers):
        return []
    done = answers[1:]
    if all(done):
        return []
    asked = Region.objects.filter(pk=post.region_id).order_by()
    counts = asked.values_list(*(counted(step.rows(post), GLANCE_CAP) for step in STEPS)).get()
    return [Standing(*each) for each in zip(STEPS, done, counts, strict=True)]


def next_of(post: Post) -> Standing | None:
    """The office's first step that is yet to be done; none once all are, or they were put away."""
    asked = asked_of(post) if is_office(post) else []
    answers = list(Region.objects.filter(pk=post.region_id).order_by().values_list(*asked).get()) if asked else []
    return next((one for one in standing(post, answers) if not one.is_done), None)


def _put_away(post: Post) -> QuerySet:
    return ListChoice.objects.visible_to(post).filter(page=mark_of(post)).order_by()


def mark_of(post: Post) -> str:
    """Kept with what else a person prefers of a page, but by post: another office of hers may be quite empty."""
    return f"setup.{post.pk}"
