"""A problem as a program reads it. No name but that of the chief, which stands on the river's board: units and posts instead."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from issues.ledger.api.steps import next_steps, version_of
from issues.ledger.facts import FINDERS
from issues.ledger.models import Issue
from issues.ledger.rules import sees_reporter
from issues.ledger.workflow import TABLE
from rivers.registry.api import RegistryRow

NUMBER = {"type": "integer"}
TEXT = {"type": "string"}


def public_words(verb: str) -> str:
    """What the table has for the citizens; "" where it has nothing."""
    return TABLE.rows[verb].public if verb in TABLE.rows else ""


def label_of(verb: str) -> str:
    return TABLE.rows[verb].label if verb in TABLE.rows else verb


class ProblemOut(RegistryRow):
    words = RegistryRow.words | {
        "category_name": "问题类别",
        "unit_name": "责任单位",
        "co_names": "协办单位",
        "merged_into": "并入的问题编号（id）",
        "rebound_of": "反弹自哪一件（id）",
    }
    source_words = serializers.CharField(source="get_source_display", help_text="来源，中文")
    region = serializers.CharField(source="region_id", help_text="所在区划代码")
    region_name = serializers.CharField(source="region.name")
    river_code = serializers.CharField(source="river.code")
    river_name = serializers.CharField(source="river.name")
    reach_code = serializers.CharField(source="reach.code", default=None, allow_null=True)
    category_name = serializers.CharField(source="category.name", default=None, allow_null=True)
    state_words = serializers.CharField(source="get_state_display", help_text="状态，中文")
    chief = serializers.CharField(
        source="chief.user.name", default=None, allow_null=True, help_text="责任河长姓名（公示牌上的）"
    )
    unit = serializers.IntegerField(source="unit_id", allow_null=True, help_text="责任单位编号（id）")
    unit_name = serializers.CharField(source="unit.name", default=None, allow_null=True)
    days_late = serializers.SerializerMethodField(help_text="超期天数，未超期为 0")
    merged_into = serializers.IntegerField(source="merged_into_id", allow_null=True)
    rebound_of = serializers.IntegerField(source="rebound_of_id", allow_null=True)

    class Meta:
        model = Issue
        fields = [
            "id",
            "number",
            "source",
            "source_words",
            "list_level",
            "outside_number",
            "region",
            "region_name",
            "river_code",
        ]
        fields += ["river_name", "reach_code", "place", "lat", "lng", "text", "category_name", "severity", "track"]
        fields += ["found_at", "state", "state_words", "state_since", "chief", "unit", "unit_name", "co_names"]
        fields += ["requirement", "due_on", "days_late", "progress", "registered_at", "dispatched_at", "signed_at"]
        fields += [
            "applied_at",
            "verified_at",
            "closed_at",
            "closing_number",
            "look",
            "rebounds",
            "rebound_of",
            "merged_into",
        ]

    def get_days_late(self, issue: Any) -> int:
        """As it stands: of one in a unit's hands until today, of one that has applied until that day."""
        if issue.running_due:
            return max(0, int((self.context["today"] - issue.running_due).days))
        return int(issue.days_late)


class TimelineOut(serializers.Serializer):
    """One step."""

    at = serializers.DateTimeField(help_text="时间")
    verb = serializers.CharField(help_text="环节")
    label = serializers.CharField(help_text="环节，中文")
    state = serializers.CharField(help_text="之后的状态")
    words = serializers.CharField(help_text="可对外说的话")
    post = serializers.CharField(help_text="办理岗位，不含姓名；系统办理的为空")


class FieldOut(serializers.Serializer):
    name = serializers.CharField(help_text="字段名")
    label = serializers.CharField(help_text="名称")
    required = serializers.BooleanField(help_text="必填")
    values = serializers.ListField(child=serializers.CharField(), help_text="可用的值；空的不限于几个")


class NextOut(serializers.Serializer):
    verb = serializers.CharField(help_text="环节，办理时照填")
    label = serializers.CharField(help_text="环节，中文")
    leads_on = serializers.BooleanField(help_text="是不是这件问题正在等的一步")
    fields = FieldOut(many=True)  # type: ignore[assignment]  # the name that the answer has


class ProblemOne(ProblemOut):
    """With its way so far, and what the post may do next."""

    version = serializers.SerializerMethodField(help_text="办理环节时照填：读取以后又有变动的，不会办错")
    timeline = serializers.SerializerMethodField(help_text="办理经过，用可对外说的话")
    next_steps = serializers.SerializerMethodField(help_text="此令牌的岗位现在可以办的环节")

    class Meta(ProblemOut.Meta):
        fields = [*ProblemOut.Meta.fields, "version", "timeline", "next_steps"]

    def get_version(self, issue: Any) -> int:
        return version_of(issue)

    def get_timeline(self, issue: Any) -> list[dict[str, Any]]:
        steps = issue.transitions.select_related("post__region", "post__department").order_by("pk")
        hidden = frozenset() if sees_reporter(self.context["post"]) else FINDERS  # a post's label leads to its holder
        return [
            {
                "at": timezone.localtime(step.at).isoformat(),
                "verb": step.verb,
                "label": label_of(step.verb),
                "state": step.to_state,
                "words": public_words(step.verb),
                "post": step.post.label if step.post and step.verb not in hidden else "",
            }
            for step in steps
        ]

    def get_next_steps(self, issue: Any) -> list[dict[str, Any]]:
        return next_steps(issue, self.context["post"])
