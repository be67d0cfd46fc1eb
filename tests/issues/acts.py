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


@dataclass(frozen=True)
class Act:
    """``run(issue, post, cast)`` calls the service; ``form(cast)`` is what the page would send."""

    start: State
    end: State
    who: str
    run: Callable[[Issue, Any, Cast], Any]
    form: Callable[[Cast], dict[str, Any]]


def _register(issue: Issue, post: Any, cast: Cast) -> Any:
    category = Category.objects.get(name="乱堆")
    return services.register(issue, post, category=category, severity=Severity.SERIOUS, track=Track.TERM)


def _due() -> str:
    return f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}"


ACTS = {
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
}


def url(verb: str, issue: Issue) -> str:
    return reverse(f"issues:{verb}", args=[issue.pk])


def make(cast: Cast, verb: str, **more: Any) -> Issue:
    """An issue from which the verb may start."""
    return build.AT[ACTS[verb].start](cast, **more)
