"""Leads, as other systems read them, and as a hotline hands one over."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from hezhang.core.accounts.models import Post
from hezhang.core.api.doors import Door
from hezhang.core.api.writing import Sending, Sent, Told, as_form, refuse_wrong
from hezhang.core.kernel.refusal import demand
from issues.leads import rules, services
from issues.leads.choices import SOURCES
from issues.leads.forms import RecordForm
from issues.leads.lists import LEADS, leads_of
from issues.leads.models import Lead
from issues.ledger.api.reporting import REPORT, located
from rivers.registry.api import RegistryRow


def report_lead(sending: Sending) -> Told:
    """As the office's form takes it; rivers and reaches go by their codes, which both systems have."""
    demand(rules.may_record(sending.post))
    content = dict(sending.content)
    data = as_form({name: value for name, value in content.items() if name not in ("photos", "river", "reach")})
    data["kept"] = ",".join(as_form({"photos": content.get("photos")}).getlist("photos"))
    data["client_id"] = str(sending.number)
    data.setdefault("found_at", timezone.localtime().isoformat())
    wrong = {name: words for name, words in located(sending, data).items() if words}
    form = RecordForm(data, post=sending.post)
    if not form.is_valid() or wrong:
        told: dict[str, Any] = dict(form.errors)
        refuse_wrong(told | wrong)
    lead = services.record_lead(by=sending.post, **form.supplied())
    return Told({"id": lead.pk, "state": lead.state}, lead, int(HTTPStatus.CREATED))


SAME = ("text", "river", "reach", "region", "place", "lat", "lng", "found_at", "photos")
LEAD_REPORT = Sent(
    "lead_report",
    "登记线索",
    "把对方系统的一条线索交给平台，由河长办、当地河长或巡河员到现场核实。对方的工单号写在 outside_number，同一来源的同一编号只登一次。"
    "河段不详的，写明 region（所在区划代码）。",
    report_lead,
    fields={name: REPORT.fields[name] for name in SAME}
    | {
        "source": ({"type": "string", "enum": [value for value, _ in SOURCES]}, "来源"),
        "outside_number": ({"type": "string"}, "对方编号：热线工单号、图斑号，60 字以内"),
    },
    needed=("text", "source"),
    answers={"id": ({"type": "integer"}, "线索编号（id）"), "state": ({"type": "string"}, "状态")},
    status=int(HTTPStatus.CREATED),
    example='{"source": "mwr_line", "outside_number": "12314-0893", "reach": "R1", "text": "有人在河滩挖沙"}',
)


class LeadOut(RegistryRow):
    words = RegistryRow.words | {"issue": "立为或并入的问题编号（id）", "batch_name": "批次"}
    source_words = serializers.CharField(source="get_source_display", help_text="来源，中文")
    region = serializers.CharField(source="region_id", help_text="所在区划代码")
    region_name = serializers.CharField(source="region.name")
    river_code = serializers.CharField(source="river.code")
    river_name = serializers.CharField(source="river.name")
    reach_code = serializers.CharField(source="reach.code", default=None, allow_null=True)
    state_words = serializers.CharField(source="get_state_display", help_text="状态，中文")
    verdict = serializers.CharField(help_text="核查结论：待核实、是问题、不是问题")
    issue = serializers.IntegerField(source="issue_id", allow_null=True)
    issue_number = serializers.CharField(source="issue.number", default=None, allow_null=True, help_text="问题编号")
    batch_name = serializers.CharField(source="batch.name", default=None, allow_null=True)

    class Meta:
        model = Lead
        fields = ["id", "source", "source_words", "outside_number", "batch_name", "region", "region_name", "river_code"]
        fields += ["river_name", "reach_code", "place", "lat", "lng", "text", "found_at", "state", "state_words"]
        fields += ["state_since", "verdict", "finding", "checked_at", "issue", "issue_number"]


class Leads(Door):
    """问题线索，与“问题线索”页同样的查询条件：热线、图斑等还没有核实的情况，和核实的结论。不含登记人、核实人姓名。"""

    many, one, title = "leads", "lead", "问题线索"
    spec, serializer = LEADS, LeadOut
    rule = staticmethod(rules.sees_leads)
    example = "tab=waiting&source=satellite"
    takes = LEAD_REPORT

    def scoped(self, post: Post) -> QuerySet[Lead]:
        return leads_of(post)


DOORS: list[type[Door]] = [Leads]
