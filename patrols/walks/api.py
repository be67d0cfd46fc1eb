"""The door of walks: read as the list shows them; handed in by the very rules that phones use."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from rest_framework import serializers

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.rules import is_office
from hezhang.core.api.doors import Door
from hezhang.core.api.writing import Sending, Sent, Told, as_form, refuse_wrong
from hezhang.core.files.fields import kept_photos
from hezhang.core.kernel.refusal import Refusal
from patrols.walks import lists, rules, services
from patrols.walks.choices import FindingState, PatrolKind
from patrols.walks.forms import FindingSet, WalkForm, error_words
from patrols.walks.models import Finding, Patrol
from patrols.walks.parcels import finding_of
from patrols.walks.services import MAX_FINDINGS, FindingIn
from rivers.registry.api import RegistryRow
from rivers.registry.models import Reach


def walker_name(patrol: Patrol) -> str | None:
    """A chief's name stands on the board; a patroller is told by the post alone."""
    return str(patrol.user.name) if patrol.post.role == Role.CHIEF else None


class PatrolOut(RegistryRow):
    words = RegistryRow.words | {
        "post": "巡河人岗位",
        "client_id": "手机（或对方系统）给这次巡河编的号，重发仍是这一次",
    }
    walker = serializers.SerializerMethodField(help_text="河长姓名（公示牌上的）；巡河员不列姓名")
    post = serializers.CharField(source="post.label")
    region = serializers.CharField(source="region_id", help_text="所属区划代码")
    region_name = serializers.CharField(source="region.name")
    river_code = serializers.CharField(source="river.code")
    river_name = serializers.CharField(source="river.name")
    reach_code = serializers.CharField(source="reach.code")
    reach_name = serializers.CharField(source="reach.name")
    minutes = serializers.IntegerField(help_text="时长，分钟")
    counting_words = serializers.CharField(source="get_counting_display", help_text="是否计入，中文")

    class Meta:
        model = Patrol
        fields = [
            "id",
            "client_id",
            "walker",
            "post",
            "tier",
            "kind",
            "region",
            "region_name",
            "river_code",
            "river_name",
        ]
        fields += [
            "reach_code",
            "reach_name",
            "started_at",
            "ended_at",
            "minutes",
            "submitted_at",
            "start_lat",
            "start_lng",
        ]
        fields += ["end_lat", "end_lng", "accuracy_m", "note", "finding_count", "counting", "counting_words"]
        fields += ["counting_why", "is_backfilled"]

    def get_walker(self, patrol: Any) -> str | None:
        return walker_name(patrol)


class FindingOut(RegistryRow):
    words = RegistryRow.words | {
        "item": "巡查内容编号",
        "number": "第几处",
        "is_placed": "位置是在地图上标出的，手机测到的另见 phone_lat、phone_lng",
    }
    item_name = serializers.CharField(source="item.name", help_text="巡查内容")
    photo_count = serializers.SerializerMethodField(help_text="照片张数")

    class Meta:
        model = Finding
        fields = ["number", "item", "item_name", "state", "text", "measure", "lat", "lng", "accuracy_m"]
        fields += ["is_placed", "phone_lat", "phone_lng", "phone_accuracy_m", "photo_count"]

    def get_photo_count(self, finding: Any) -> int:
        return len(finding.photos.all())


class PatrolOne(PatrolOut):
    findings = FindingOut(many=True, help_text="发现的问题")

    class Meta(PatrolOut.Meta):
        fields = [*PatrolOut.Meta.fields, "findings"]


# ── Handing in ──
def submit_walk(sending: Sending) -> Told:
    """As the phone's page: same form, same checks, same service. An office enters it for somebody (``post``), as 补录."""
    data, reach = _told(sending)
    form = WalkForm(data)
    if not form.is_valid():
        refuse_wrong(form.errors)
    findings = _findings(data, sending.post)
    walk = form.walk() | {"reach": reach, "findings": findings}
    if is_office(sending.post):
        receipt = services.backfill_patrol(by=sending.post, post=_walker(sending), **_typed(walk))
    else:
        receipt = services.submit_patrol(by=sending.post, **walk)
    patrol = receipt.patrol
    answer = {"id": patrol.pk, "client_id": str(patrol.client_id), "counting": patrol.counting}
    return Told(answer | {"counting_why": patrol.counting_why}, patrol, int(HTTPStatus.CREATED))


def _typed(walk: dict[str, Any]) -> dict[str, Any]:
    """What can be entered for somebody: nobody knows where the phone was."""
    names = ("client_id", "reach", "started_at", "ended_at", "findings", "kind", "note")
    if walk["ended_at"] is None:
        refuse_wrong({"ended_at": ["请写明结束时间。"]})
    return {name: walk[name] for name in names}


def _told(sending: Sending) -> tuple[QueryDict, Reach]:
    """The form's data and the reach by its code."""
    content = {name: value for name, value in sending.content.items() if name not in ("findings", "reach", "post")}
    data = as_form(content)
    reach = _reach(sending)
    rows = sending.content.get("findings") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or len(rows) > MAX_FINDINGS:
        refuse_wrong({"findings": [f"应为列表，每处一个对象，最多 {MAX_FINDINGS} 处。"]})
    for number, row in enumerate(rows):
        plain = as_form({name: value for name, value in row.items() if name != "photos"})
        plain["kept"] = ",".join(as_form({"photos": row.get("photos")}).getlist("photos"))
        plain.setdefault("state", FindingState.OPEN)
        for name in plain:
            data[f"f{number}-{name}"] = plain[name]
    data["findings"], data["client_id"], data["reach"] = str(len(rows)), str(sending.number), str(reach.pk)
    return data, reach


def _reach(sending: Sending) -> Reach:
    code = sending.content.get("reach")
    rows = Reach.objects.visible_to(sending.post).standing(timezone.localdate())
    found = rows.filter(code=code).first() if isinstance(code, str) and 0 < len(code) <= 40 else None
    if found is None:
        raise Refusal("辖区内没有这个河段。", fields={"reach": "辖区内没有这个编码，请在 reaches 中查对。"})
    return found


def _findings(data: QueryDict, post: Post) -> list[FindingIn]:
    rows = FindingSet(data).forms
    wrong = [f"第 {number} 处：{word}" for number, row in enumerate(rows, start=1) for word in error_words(row)]
    if wrong:
        refuse_wrong({"findings": wrong})
    return [finding_of(row, kept_photos(row.cleaned_data["kept"], post), post) for row in rows]


def _walker(sending: Sending) -> Post:
    number = sending.content.get("post")
    posts = Post.objects.visible_to(sending.post)
    found = posts.filter(pk=number).first() if isinstance(number, int) and not isinstance(number, bool) else None
    if found is None:
        raise Refusal(
            "河长办的令牌须写明 post：巡河人的岗位编号。", fields={"post": "辖区内没有这个岗位，请在 tenures 中查对。"}
        )
    return found


_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer"}
_PLACE: dict[str, Any] = {"type": "number"}
_MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
_SEEN: dict[str, Any] = {
    "type": "array",
    "maxItems": MAX_FINDINGS,
    "items": {
        "type": "object",
        "required": ["item"],
        "properties": {
            "item": _NUMBER | {"description": "巡查内容编号"},
            "state": {"type": "string", "enum": list(FindingState.values), "description": "不写为需要处理"},
            "text": _TEXT,
            "measure": _TEXT,
            "lat": _PLACE,
            "lng": _PLACE,
            "accuracy": _PLACE,
            "placed": {"type": "boolean", "description": "lat、lng 是在地图上标出的；手机测到的写在 phone_ 各项"},
            **{f"phone_{part}": _PLACE for part in ("lat", "lng", "accuracy")},
            "thing": _TEXT | {"description": "关联对象：asset:涉河对象编号，或 board:公示牌编号；看不到的不关联"},
            "photos": {"type": "array", "items": _NUMBER, "description": "照片编号，先经 photos 上传"},
        },
    },
}
SUBMIT = Sent(
    "patrol_submit",
    "提交一次巡河",
    "与手机提交同一套规则：达不到时长等要求的照常收下，只注明不计入及原因。河长的令牌提交本人的巡河；河长办的令牌写明 post，作为补录。"
    "同一编号、同样内容重发，回答不变，仍是这一次；同一编号、内容不同，回 409，原记录不改动，请换编号作为另一次提交。超过 24 小时的须写 is_long。",
    submit_walk,
    fields={
        "reach": (_TEXT, "河段编码"),
        "post": (_NUMBER, "巡河人岗位编号（只用于河长办的令牌）"),
        "started_at": (_MOMENT, "开始时间"),
        "ended_at": (_MOMENT, "结束时间，不写为现在（河长办的令牌必填）"),
        "kind": ({"type": "string", "enum": list(PatrolKind.values)}, "方式，不写为日常巡河"),
        "note": (_TEXT, "文字记录，500 字以内"),
        "is_long": ({"type": "boolean"}, "确实巡了 24 小时以上"),
        **{f"{end}_{part}": (_PLACE, f"{words}，WGS-84；精度为米") for end, words in (("start", "起点"), ("end", "终点"))
           for part in ("lat", "lng", "accuracy")},
        "findings": (_SEEN, "发现的问题，没有的不写；需要处理的自动成为待登记的问题"),
    },
    needed=("reach", "started_at"),
    answers={
        "id": (_NUMBER, "巡河编号（id）"),
        "client_id": (_TEXT, "由编号算出的记录号，永远不变"),
        "counting": (_TEXT, "是否计入"),
        "counting_why": (_TEXT, "未计入的原因"),
    },
    status=int(HTTPStatus.CREATED),
    example='{"reach": "R1", "started_at": "2026-03-06T09:00:00+08:00", "ended_at": "2026-03-06T09:30:00+08:00"}',
)  # fmt: skip


class Patrols(Door):
    """巡河记录，与“巡河记录”页同样的查询条件。读取一次时有发现的问题。列河长姓名，不列巡河员姓名。"""

    many, one, title = "patrols", "patrol", "巡河记录"
    spec, serializer, single_serializer = lists.PATROLS, PatrolOut, PatrolOne
    rule = staticmethod(rules.sees_patrols)
    example = "found=yes&order=-started"
    takes = SUBMIT

    def scoped(self, post: Post) -> QuerySet[Patrol]:
        return lists.source(post)

    def single(self, post: Post) -> QuerySet[Patrol]:
        return lists.source(post).prefetch_related("findings__item", "findings__photos")


DOORS: list[type[Door]] = [Patrols]
