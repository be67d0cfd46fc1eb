"""Each verb as somebody carries it out: from which state, by whom, with what (as a service call and as a form)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from hezhang.core.kernel.models import DayKind, Holiday
from hezhang.core.kernel.workdays import Calendar
from issues.clocks.choices import Severity, Track
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue
from tests.cast import Cast
from tests.issues import build


def picture(name: str = "现场.jpg", red: int = 40) -> SimpleUploadedFile:
    """A small real JPEG; another red is another photo."""
    stream = BytesIO()
    Image.new("RGB", (64, 48), (red, 90, 120)).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/jpeg")


DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Act:
    """``run(issue, post, cast)`` calls the service; ``form(cast)`` is what the page would send."""

    start: State
    end: State
    who: str
    run: Callable[[Issue, Any, Cast], Any]
    form: Callable[[Cast], dict[str, Any]]
    # What has to have happened before, the state aside.
    before: Callable[[Issue, Cast], Any] = lambda issue, cast: None


def _asked(issue: Issue, cast: Cast) -> Any:
    return services.ask_extension(issue, cast.handler, until=issue.due_on + DAYS, words="雨天不能施工")


def _correct(issue: Issue, post: Any, cast: Cast) -> Any:
    return services.correct(issue, post, values={"place": "三号桥下"}, words="位置写错了")


def _reassign(issue: Issue, post: Any, cast: Cast) -> Any:
    told = {"unit": cast.bureau2, "requirement": "限期清运", "due_on": timezone.localdate() + 2 * DAYS}
    return services.reassign(issue, post, words="属住建局职责", **told)


def _register(issue: Issue, post: Any, cast: Cast) -> Any:
    category = Category.objects.get(name="乱堆")
    return services.register(issue, post, category=category, severity=Severity.SERIOUS, track=Track.TERM)


def _called_false(issue: Issue, cast: Cast) -> Any:
    services.apply(issue, cast.handler, measures="已清运完毕", photos=[build.photo(cast.handler)])
    return services.send_back(issue, cast.clerk, words="现场未清运", false=True)


def holiday_before_due(issue: Issue, cast: Cast) -> Any:
    """The day before the last, if it is worked, becomes a holiday."""
    day = Calendar.load().add(issue.due_on, -1) if issue.due_on else timezone.localdate() + DAYS
    Holiday.objects.update_or_create(day=day, defaults={"kind": DayKind.OFF, "name": "临时放假"})


def asks_more(issue: Issue) -> None:
    """As if its grade had asked for two checkers and the chief when it was applied for."""
    issue.two_checkers, issue.chief_asked_until = True, timezone.localdate() + DAYS
    issue.save()


def _due() -> str:
    return f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}"


ACTS = {
    "settle": Act(
        State.RAISED,
        State.SETTLED,
        "town_chief",
        lambda issue, post, cast: services.settle(issue, post, measures="已组织清运"),
        lambda cast: {"measures": "已组织清运", "photos": [picture()]},
    ),
    "pass_on": Act(
        State.RAISED,
        State.REPORTED,
        "town_chief",
        lambda issue, post, cast: services.pass_on(issue, post, words="须区里协调施工单位"),
        lambda cast: {"words": "须区里协调施工单位"},
    ),
    "register": Act(
        State.REPORTED,
        State.REGISTERED,
        "clerk",
        _register,
        lambda cast: {"category": Category.objects.get(name="乱堆").pk, "severity": "serious", "track": "term"},
    ),
    "dispatch": Act(
        State.REGISTERED,
        State.DISPATCHED,
        "clerk",
        lambda issue, post, cast: services.dispatch(issue, post, unit=cast.bureau, requirement="限期清运"),
        lambda cast: {"unit": cast.bureau.pk, "requirement": "限期清运", "due_on": _due()},
    ),
    "sign_for": Act(
        State.DISPATCHED,
        State.RECTIFYING,
        "handler",
        lambda issue, post, cast: services.sign_for(issue, post),
        lambda cast: {},
    ),
    "return": Act(
        State.DISPATCHED,
        State.REGISTERED,
        "handler",
        lambda issue, post, cast: services.return_(issue, post, words="属住建局职责"),
        lambda cast: {"words": "属住建局职责"},
    ),
    "recall": Act(
        State.DISPATCHED,
        State.REGISTERED,
        "clerk",
        lambda issue, post, cast: services.recall(issue, post, words="交错了单位"),
        lambda cast: {"words": "交错了单位"},
    ),
    "reassign": Act(
        State.RECTIFYING,
        State.DISPATCHED,
        "clerk",
        _reassign,
        lambda cast: {
            "unit": cast.bureau2.pk,
            "requirement": "限期清运",
            "due_on": _due(),
            "words": "属住建局职责",
        },
    ),
    "correct": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "clerk",
        _correct,
        lambda cast: {
            "category": Category.objects.get(name="乱堆").pk,
            "severity": "minor",
            "track": "term",
            "place": "三号桥下",
            "text": "岸边堆放垃圾约三方",
            "words": "位置写错了",
        },
    ),
    "nudge": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "clerk",
        lambda issue, post, cast: services.nudge(issue, post, words="请说明进展"),
        lambda cast: {"words": "请说明进展"},
    ),
    "answer": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "handler",
        lambda issue, post, cast: services.answer(issue, post, words="本周清运完毕"),
        lambda cast: {"words": "本周清运完毕"},
        lambda issue, cast: services.nudge(issue, cast.clerk, words="请说明进展"),
    ),
    "ask_extension": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "handler",
        lambda issue, post, cast: services.ask_extension(
            issue, post, until=(issue.due_on or timezone.localdate()) + DAYS, words="雨天"
        ),
        lambda cast: {"until": f"{timezone.localdate() + 12 * DAYS:%Y-%m-%d}", "words": "雨天不能施工"},
    ),
    "grant_extension": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "clerk",
        lambda issue, post, cast: services.grant_extension(
            issue, post, until=issue.asked_until or timezone.localdate() + 12 * DAYS
        ),
        lambda cast: {"until": f"{timezone.localdate() + 12 * DAYS:%Y-%m-%d}", "words": "同意"},
        _asked,
    ),
    "refuse_extension": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "clerk",
        lambda issue, post, cast: services.refuse_extension(issue, post, words="理由不充分"),
        lambda cast: {"words": "理由不充分"},
        _asked,
    ),
    "redate": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "clerk",
        lambda issue, post, cast: services.redate(issue, post),
        lambda cast: {"words": ""},
        holiday_before_due,
    ),
    "suspend": Act(
        State.RECTIFYING,
        State.SUSPENDED,
        "clerk",
        lambda issue, post, cast: services.suspend(issue, post, words="汛期水位高"),
        lambda cast: {"words": "汛期水位高"},
    ),
    "resume": Act(
        State.SUSPENDED,
        State.RECTIFYING,
        "clerk",
        lambda issue, post, cast: services.resume(issue, post),
        lambda cast: {"words": ""},
    ),
    "rectify": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "handler",
        lambda issue, post, cast: services.rectify(issue, post, words="已清运一半", progress=50),
        lambda cast: {"words": "已清运一半", "progress": "50"},
    ),
    "apply": Act(
        State.RECTIFYING,
        State.APPLIED,
        "handler",
        lambda issue, post, cast: services.apply(issue, post, measures="已清运完毕", photos=[build.photo(post)]),
        lambda cast: {"measures": "已清运完毕", "photos": [picture()]},
    ),
    "endorse": Act(
        State.APPLIED,
        State.APPLIED,
        "village_chief",
        lambda issue, post, cast: services.endorse(issue, post, view="agree", words="已看过，同意"),
        lambda cast: {"view": "agree", "words": "已看过，同意"},
        lambda issue, cast: asks_more(issue),
    ),
    "check_first": Act(
        State.APPLIED,
        State.APPLIED,
        "patroller",
        lambda issue, post, cast: services.check_first(
            issue, post, first_opinion="已清理干净", photos=[build.photo(post)]
        ),
        lambda cast: {"first_opinion": "已清理干净", "photos": [picture()]},
        lambda issue, cast: asks_more(issue),
    ),
    "verify": Act(
        State.APPLIED,
        State.VERIFIED,
        "village_chief",
        lambda issue, post, cast: services.verify(issue, post, opinion="已清理干净", photos=[build.photo(post)]),
        lambda cast: {"opinion": "已清理干净", "photos": [picture()]},
    ),
    "send_back": Act(
        State.APPLIED,
        State.RECTIFYING,
        "clerk",
        lambda issue, post, cast: services.send_back(issue, post, words="坡脚仍有残留"),
        lambda cast: {"words": "坡脚仍有残留"},
    ),
    "supplement": Act(
        State.REGISTERED,
        State.REGISTERED,
        "village_chief",
        lambda issue, post, cast: services.supplement(issue, post, words="下游还有一处"),
        lambda cast: {"words": "下游还有一处", "photos": [picture()]},
    ),
    "close": Act(
        State.VERIFIED,
        State.CLOSED,
        "head",
        lambda issue, post, cast: services.close(issue, post),
        lambda cast: {"words": ""},
    ),
    "reject": Act(
        State.REPORTED,
        State.UNFOUNDED,
        "clerk",
        lambda issue, post, cast: services.reject(issue, post, words="现场未见"),
        lambda cast: {"words": "现场未见"},
    ),
    "involve": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "clerk",
        lambda issue, post, cast: services.involve(issue, post, co_units=[cast.town_gov], words="请协助清障"),
        lambda cast: {"co_units": [cast.town_gov.pk], "words": "请协助清障"},
    ),
    "assist": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "town_handler",
        lambda issue, post, cast: services.assist(issue, post, words="已清障"),
        lambda cast: {"words": "已清障"},
        lambda issue, cast: services.involve(issue, cast.clerk, co_units=[cast.town_gov]),
    ),
    "hold": Act(
        State.CLOSED,
        State.CLOSED,
        "clerk",
        lambda issue, post, cast: services.hold(issue, post, words="仍然干净", photos=[build.photo(post)]),
        lambda cast: {"words": "仍然干净", "photos": [picture()]},
    ),
    "rebound": Act(
        State.CLOSED,
        State.CLOSED,
        "clerk",
        lambda issue, post, cast: services.rebound(issue, post, words="又有垃圾约一方", photos=[build.photo(post)]),
        lambda cast: {"words": "又有垃圾约一方", "photos": [picture()]},
    ),
    "clear_false": Act(
        State.RECTIFYING,
        State.RECTIFYING,
        "clerk",
        lambda issue, post, cast: services.clear_false(issue, post, words="照片拍错了角度"),
        lambda cast: {"words": "照片拍错了角度"},
        _called_false,
    ),
    "merge": Act(
        State.REGISTERED,
        State.MERGED,
        "clerk",
        lambda issue, post, cast: services.merge(issue, post, into=build.reported(cast), words="同一处垃圾"),
        lambda cast: {"number": build.reported(cast).number, "words": "同一处垃圾"},
    ),
    "unmerge": Act(
        State.MERGED,
        State.REGISTERED,
        "clerk",
        lambda issue, post, cast: services.unmerge(issue, post, words="不是同一处"),
        lambda cast: {"words": "不是同一处"},
    ),
}


def url(verb: str, issue: Issue) -> str:
    return reverse(f"issues:{verb}", args=[issue.pk])


def make(cast: Cast, verb: str, **more: Any) -> Issue:
    """An issue from which the verb may start."""
    act = ACTS[verb]
    issue = build.AT[act.start](cast, **more)
    act.before(issue, cast)
    return issue
