"""上报 by a program: 12345 or another platform hands a problem over, and gets its number."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.utils import timezone

from hezhang.core.api.writing import Sending, Sent, Told, as_form, refuse_wrong
from hezhang.core.kernel.refusal import demand
from issues.clocks.choices import Severity
from issues.ledger import rules, services
from issues.ledger.api.steps import version_of
from issues.ledger.choices import Source
from issues.ledger.forms import report_form_for
from rivers.registry.models import Reach, River


def report_problem(sending: Sending) -> Told:
    """As the office's form takes it; rivers and reaches go by their codes, which both systems have."""
    demand(rules.may_report(sending.post))
    content = dict(sending.content)
    data = as_form({name: value for name, value in content.items() if name not in ("photos", "river", "reach")})
    data["kept"] = ",".join(as_form({"photos": content.get("photos")}).getlist("photos"))
    data["client_id"] = str(sending.number)
    data.setdefault("severity", Severity.MINOR)
    data.setdefault("found_at", timezone.localtime().isoformat())
    wrong = {name: words for name, words in located(sending, data).items() if words}
    form = report_form_for(sending.post)(data, post=sending.post)
    if not form.is_valid() or wrong:
        refuse_wrong(wrong | {name: words for name, words in form.errors.items() if name not in wrong})
    issue = services.report(by=sending.post, **form.supplied())
    answer = {"id": issue.pk, "number": issue.number, "state": issue.state, "version": version_of(issue)}
    return Told(answer, issue, int(HTTPStatus.CREATED))


def located(sending: Sending, data: Any) -> dict[str, list[str]]:
    """Put the keys of what the codes name into the form's data; what is not there is told by its code."""
    post, today, wrong = sending.post, timezone.localdate(), {}
    for name, model in (("river", River), ("reach", Reach)):
        code = sending.content.get(name)
        if code in (None, ""):
            continue
        rows: Any = model.objects.visible_to(post).standing(today)
        found = rows.filter(code=code).first() if isinstance(code, str) and len(code) <= 40 else None
        if found is None:
            wrong[name] = ["辖区内没有这个编码，请在 rivers、reaches 中查对。"]
            continue
        data[name] = str(found.pk)
        if isinstance(found, Reach):
            data.setdefault("river", str(found.river_id))
    return wrong


_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer"}
_PLACE: dict[str, Any] = {"type": "number"}
REPORT = Sent(
    "problem_report",
    "上报问题",
    "把对方系统的一件交给平台，回答平台的编号，状态为“待登记”。河段不详的，写明 region（所在区划代码）。同一编号重发，仍是这一件。",
    report_problem,
    fields={
        "text": (_TEXT, "问题描述，500 字以内"),
        "source": ({"type": "string", "enum": list(Source.values)}, "来源（河长办的令牌必填）"),
        "river": (_TEXT, "河湖编码；写明 reach 的可不填"),
        "reach": (_TEXT, "河段编码；说不清的可不填，改填 region"),
        "region": (_TEXT, "所在区划代码"),
        "place": (_TEXT, "位置描述，120 字以内"),
        "lat": (_PLACE, "纬度，WGS-84"),
        "lng": (_PLACE, "经度，WGS-84"),
        "category": (_NUMBER, "问题类别编号，可不填"),
        "severity": ({"type": "string", "enum": list(Severity.values)}, "严重程度，不写为一般"),
        "found_at": ({"type": "string", "format": "date-time"}, "发现时间，不写为现在"),
        "outside_number": (_TEXT, "上级清单、督查系统中的编号，可不填"),
        "photos": ({"type": "array", "items": _NUMBER}, "照片编号，先经 photos 上传"),
    },
    needed=("text",),
    answers={
        "id": (_NUMBER, "问题编号（id）"),
        "number": (_TEXT, "问题编号"),
        "state": (_TEXT, "状态"),
        "version": (_NUMBER, "办理下一步时照填"),
    },
    status=int(HTTPStatus.CREATED),
    example='{"source": "hotline", "reach": "R1", "text": "岸边堆放垃圾约三方"}',
)
