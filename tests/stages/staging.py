"""Plans of long-term rectification at any point of their way, made by the cast; and a document that is one."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from issues.clocks.choices import Severity, Track
from issues.ledger import services as ledger
from issues.ledger.models import Category, Issue
from issues.stages import services
from issues.stages.models import Stage, StagePlan
from issues.stages.services.planning import StageIn
from tests.cast import Cast
from tests.issues import build

WORDS = "分两步：先截污，再恢复岸坡。"


def day(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def document(name: str = "整改方案.xlsx") -> SimpleUploadedFile:
    stream = BytesIO()
    Workbook().save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def long_one(cast: Cast, **more: Any) -> Issue:
    """In the bureau's hands, to be put right over a year; the town helps."""
    issue = build.reported(cast, **more)
    category = Category.objects.get(name="乱堆")
    ledger.register(issue, cast.clerk, category=category, severity=Severity.SERIOUS, track=Track.LONG)
    helped = {"unit": cast.bureau, "requirement": "分期整治", "due_on": day(400), "co_units": [cast.town_gov]}
    ledger.dispatch(issue, cast.clerk, **helped)
    ledger.sign_for(issue, cast.handler)
    return issue


def lines(cast: Cast) -> list[StageIn]:
    return [StageIn("截污纳管", cast.bureau, day(60), 300, "米"), StageIn("恢复岸坡", cast.town_gov, day(300))]


def proposed(cast: Cast) -> StagePlan:
    return services.propose_stages(long_one(cast), cast.handler, words=WORDS, stages=lines(cast))


def returned(cast: Cast) -> StagePlan:
    plan = proposed(cast)
    services.return_stages(plan, cast.clerk, words="缺年度任务")
    return plan


def running(cast: Cast) -> StagePlan:
    plan = proposed(cast)
    services.confirm_stages(plan, cast.clerk)
    return plan


def stage(cast: Cast, number: int = 0) -> Stage:
    """Of a plan that runs: the bureau's, or (1) the town's."""
    return running(cast).stages.order_by("pk")[number]


def done(cast: Cast) -> Stage:
    one = stage(cast)
    finish(one, cast.handler)
    return one


def finish(one: Stage, by: Any, **more: Any) -> Any:
    return services.finish_stage(one, by, **{"words": "已完成 300 米", "files": [build.photo(by)], **more})


def sent(cast: Cast, rows: int = 2) -> dict[str, Any]:
    """What the page of the plan would send."""
    told: dict[str, Any] = {"words": WORDS}
    for number, one in enumerate(lines(cast)[:rows]):
        told |= {f"name_{number}": one.name, f"unit_{number}": one.unit.pk, f"due_on_{number}": f"{one.due_on}"}
    return told
