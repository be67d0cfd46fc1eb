"""变动 for other systems: every step of every issue once, in one order, behind the last that was read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hezhang.core.accounts.models import Post
from hezhang.core.api.asking import known_only, size_asked
from hezhang.core.api.doors import ROWS, Door
from hezhang.core.api.problems import Misasked
from hezhang.core.api.rows import Row
from hezhang.core.web.lists.spec import Column, ListSpec
from issues.feed import services
from issues.feed.models import Change
from issues.ledger import rules
from issues.ledger.api.rows import label_of, public_words

NOW = "now"
TEXT = {"type": "string"}
DATE_TIME = {"type": "string", "format": "date-time"}
WINDOW = 20_000  # places that one answer looks through: for a unit with few issues as well


class ChangeOut(Row):
    position = serializers.IntegerField(help_text="次序")
    problem = serializers.IntegerField(source="issue_id", help_text="问题编号（id）")
    number = serializers.CharField(source="issue.number", help_text="问题编号")
    verb = serializers.CharField(source="transition.verb", help_text="环节")
    label = serializers.SerializerMethodField(help_text="环节，中文")
    from_state = serializers.CharField(source="transition.from_state", help_text="之前的状态，新上报的为空")
    to_state = serializers.CharField(source="transition.to_state", help_text="之后的状态")
    at = serializers.DateTimeField(source="transition.at", help_text="时间")
    words = serializers.SerializerMethodField(help_text="可对外说的话")
    version = serializers.IntegerField(source="transition_id", help_text="这一步之后问题的 version")

    class Meta:
        model = Change
        fields = ["position", "problem", "number", "verb", "label", "from_state", "to_state", "at", "words", "version"]

    def get_label(self, change: Any) -> str:
        return label_of(change.transition.verb)

    def get_words(self, change: Any) -> str:
        return public_words(change.transition.verb)


def envelope(row: dict[str, Any]) -> dict[str, Any]:
    """The answer of the feed in the description."""
    cursor = {"type": "integer", "description": "下次从这里读起：after 照填"}
    more = {"type": "boolean", "description": "现在就还有没读的"}
    told = {"results": {"type": "array", "items": row}, "cursor": cursor, "more": more}
    return {"properties": told, "required": list(told)}


class Changes(Door):
    """问题的每一步变动，依次、不重不漏。第一次不写 after 从头读，或写 after=now 只读今后的；以后照用回答中的 cursor。只有此岗位今天看得到的问题；已移交别处、看不到的不再出现。"""

    many, one, title = "changes", "", "问题变动"
    spec = ListSpec(
        key="changes",
        title="问题变动",
        columns=[Column("position", "次序", "position", order="position")],
        order="position",
    )
    serializer = ChangeOut
    rule = staticmethod(rules.sees_ledger)
    tabs = False
    paging = {
        "after": "上次回答中的 cursor；不写为从头，now 为只要今后的",
        "page_size": "每页行数（1–500，默认 100）",
    }
    envelope = staticmethod(envelope)
    example = "after=0&page_size=2"

    def scoped(self, post: Post) -> QuerySet[Change]:
        return Change.objects.visible_to(post).exclude(position=None).select_related("transition", "issue")

    def list(self, request: Request) -> Response:
        asked: Any = request._request
        known_only(asked, set(self.parameters()))
        size, wanted = size_asked(asked), _after(asked.GET.get("after", ""))
        last = services.put_in_order()
        after = last if wanted is None else wanted
        upto = min(last, after + WINDOW)
        rows = list(self.scoped(asked.post).between(after, upto)[:size])
        # A full page ends with its last row, any other one where it has looked.
        cursor = rows[-1].position if len(rows) == size else max(after, upto)
        told = self.serializer(rows, many=True, context=self.context(asked)).data
        response = Response({"results": told, "cursor": cursor, "more": (cursor or 0) < last})
        setattr(response, ROWS, len(told))
        return response


def _after(word: str) -> int | None:
    """Behind which place; None: behind all that there are."""
    if word == NOW:
        return None
    if not word:
        return 0
    if not (word.isascii() and word.isdigit() and len(word) < 18):
        raise Misasked("参数 after 应为上次回答中的 cursor（整数），或 now。")
    return int(word)


def event_fields() -> dict[str, tuple[dict[str, Any], str]]:
    """What a push has, by the words of the feed (``services.event_of``; the sending adds its number and the place)."""
    kinds = {serializers.IntegerField: {"type": "integer"}, serializers.DateTimeField: DATE_TIME}
    told = {name: (kinds.get(type(field), TEXT), str(field.help_text)) for name, field in ChangeOut().fields.items()}
    event = {"event": (TEXT | {"enum": ["problem.changed"]}, "发生了什么：problem.changed 为问题有一步变动")}
    delivery = {
        "delivery": ({"type": "integer"}, "推送编号，与请求头 X-Hezhang-Delivery 相同；重发不变，收过的不再处理")
    }
    return event | told | delivery


DOORS: list[type[Door]] = [Changes]
PUSHED = {"problem.changed": ("问题变动", event_fields)}
