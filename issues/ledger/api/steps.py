"""The steps that a program may take for its post, judged by the same form and carried out by the same service as the page's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django import forms as fields
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.api.writing import Sending, Sent, Told, as_form, refuse_wrong
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.workflow import engine
from hezhang.core.workflow.errors import SomebodyWasFaster
from hezhang.core.workflow.forms import StepForm
from issues.ledger import forms, services
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE

# What an outside system passes on of its own work. Judging another's work, and ending an issue, is a person's,
# who was there: verify, send_back, close, reject, hold, rebound, merge, suspend and the answers to requests are not here.
TAKEN: dict[str, tuple[type[StepForm], Callable[..., Any]]] = {
    "register": (forms.RegisterForm, services.register),
    "dispatch": (forms.DispatchForm, services.dispatch),
    "recall": (forms.RecallForm, services.recall),
    "reassign": (forms.ReassignForm, services.reassign),
    "involve": (forms.InvolveForm, services.involve),
    "correct": (forms.CorrectForm, services.correct),
    "supplement": (forms.SupplementForm, services.supplement),
    "nudge": (forms.NudgeForm, services.nudge),
    "sign_for": (forms.SignForm, services.sign_for),
    "return": (forms.ReturnForm, services.return_),
    "answer": (forms.AnswerForm, services.answer),
    "ask_extension": (forms.AskExtensionForm, services.ask_extension),
    "rectify": (forms.RectifyForm, services.rectify),
    "assist": (forms.AssistForm, services.assist),
    "apply": (forms.ApplyForm, services.apply),
}
BY_PERSON = "“{}”须由人在平台上办理，不能由系统代办。此接口可办的环节见 next_steps。"
STALE = "{}以后这件问题又有变动：现为“{}”，version 为 {}。请重新读取 {}，核对后再办。"
OWN = {"once", "kept", "sure"}
MANY = 12  # values of a field that are told one by one


def version_of(issue: Issue) -> int:
    """The number of its last step; 0 for one that an older ledger brought and nobody has touched."""
    return issue.transitions.order_by("-pk").values_list("pk", flat=True).first() or 0


def next_steps(issue: Issue, post: Post) -> list[dict[str, Any]]:
    """What the post may do now, of what a program may do; what leads on comes first."""
    rows = [button.row for button in TABLE.buttons(issue, post) if button.enabled and button.verb in TAKEN]
    return [
        {"verb": row.verb, "label": row.label, "leads_on": row.leads_on, "fields": list(_fields(issue, post, row.verb))}
        for row in sorted(rows, key=lambda row: not row.leads_on)
    ]


def _fields(issue: Issue, post: Post, verb: str) -> Iterator[dict[str, Any]]:
    form = TAKEN[verb][0](obj=issue, post=post)
    for name, field in form.fields.items():
        if name not in OWN:
            needed = field.required or getattr(field, "is_needed", False)
            yield {"name": name, "label": str(field.label), "required": needed, "values": _values(field)}


def _values(field: Any) -> list[str]:
    if isinstance(field, fields.ModelChoiceField) or not isinstance(field, fields.ChoiceField):
        return []
    return [str(value) for value, _ in field.choices if value][:MANY]


def take_step(sending: Sending) -> Told:
    """Raises Refusal: not a program's step, not the post's, too late, or wrong in a field."""
    content, issue, post = dict(sending.content), sending.row, sending.post
    verb, seen = str(content.pop("verb", "")), content.pop("version", None)
    if verb not in TABLE.rows:
        raise Refusal(f"没有这个环节。可办的环节：{'、'.join(TAKEN)}。", fields={"verb": "没有这个环节。"})
    row = TABLE[verb]
    if verb not in TAKEN:
        raise Refusal(BY_PERSON.format(row.label), status=int(HTTPStatus.FORBIDDEN))
    issue = Issue.objects.with_names().get(pk=engine.lock(issue).pk)
    now = version_of(issue)
    if seen != now or isinstance(seen, bool):
        raise _stale(issue, seen, now)
    if not row.permits(issue.state):
        raise SomebodyWasFaster(TABLE, row, issue)
    demand(TABLE.may(issue, verb, post))
    form_class, service = TAKEN[verb]
    service(issue, by=post, **_supplied(form_class, issue, sending, content))
    answer = {"id": issue.pk, "number": issue.number, "verb": verb, "state": issue.state, "version": version_of(issue)}
    return Told(answer, issue)


def _stale(issue: Issue, seen: Any, now: int) -> Refusal:
    if not isinstance(seen, int) or isinstance(seen, bool):
        words = "请写明 version：读取这件问题时回答中的数。"
        return Refusal(words, fields={"version": words})
    last = issue.transitions.order_by("-pk").first()
    when = f"{timezone.localtime(last.at):%m月%d日 %H:%M} 办理“{TABLE[last.verb].label}”" if last else "您读取"
    words = STALE.format(when, issue.get_state_display(), now, issue.number)
    return Refusal(words, status=int(HTTPStatus.CONFLICT))


def _supplied(form_class: type[StepForm], issue: Issue, sending: Sending, content: dict[str, Any]) -> dict[str, Any]:
    """What the form makes of it; the photos that came ahead go by their numbers."""
    data = as_form({name: value for name, value in content.items() if name != "photos"})
    data["kept"] = ",".join(as_form({"photos": content.get("photos")}).getlist("photos"))
    data["once"] = str(sending.number)
    form = form_class(data, obj=issue, post=sending.post)
    if not form.is_valid():
        refuse_wrong(form.errors)
    return form.supplied()


_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
STEP = Sent(
    "problem_steps",
    "办理一个环节",
    "只能办读取这件问题时 next_steps 中列出的环节，字段见那里。version 照读到的填写：读取以后又有变动的回 409，不会办错。"
    "现场核查、销号、不属实、回头看等须由人在平台上办理。",
    take_step,
    fields={
        "verb": ({"type": "string", "enum": list(TAKEN)}, "环节"),
        "version": (_NUMBER, "读取这件问题时的 version"),
        "words": (_TEXT, "说明：进展、原因、答复等"),
        "category": (_NUMBER, "问题类别编号（登记、更正）"),
        "severity": (_TEXT, "严重程度（登记、更正）"),
        "track": (_TEXT, "整改方式（登记、更正）"),
        "chief": (_NUMBER, "责任河长岗位编号（登记，可不填）"),
        "list_level": (_TEXT, "列入层级（登记、更正，可不填）"),
        "outside_number": (_TEXT, "上级编号（登记、更正，可不填）"),
        "place": (_TEXT, "位置描述（更正）"),
        "text": (_TEXT, "问题描述（更正）"),
        "unit": (_NUMBER, "责任单位编号（交办、改派）"),
        "co_units": ({"type": "array", "items": _NUMBER}, "协办单位编号"),
        "requirement": (_TEXT, "办理要求（交办、改派）"),
        "due_on": (_DAY, "整改时限（交办、改派）"),
        "sure": (_TEXT, "责任单位不在当地、确实要交给它的，填它的编号"),
        "until": (_DAY, "申请延期至"),
        "progress": (_NUMBER, "完成进度，0 至 100（填报进展）"),
        "measures": (_TEXT, "整改措施与完成情况（申请销号）"),
        "is_done": ({"type": "boolean"}, "协办事项已完成（填报协办进展）"),
        "photos": ({"type": "array", "items": _NUMBER}, "照片编号，先经 photos 上传"),
    },
    needed=("verb", "version"),
    answers={
        "id": (_NUMBER, "问题编号（id）"),
        "number": (_TEXT, "问题编号"),
        "verb": (_TEXT, "办理的环节"),
        "state": (_TEXT, "现在的状态"),
        "version": (_NUMBER, "办理后的 version"),
    },
    example='{"verb": "sign_for", "version": 3}',
)
