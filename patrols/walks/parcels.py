"""Walks as parcels: which numbers are walks here, and what becomes of one that came under another's number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, ProtectedError
from django.http import QueryDict
from django.utils import timezone

from hezhang.core.files.fields import kept_photos
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.kernel.words import moment_words
from hezhang.core.parcels.kinds import Kind, Receipt, register
from hezhang.core.parcels.services import Came, Content, Done, Taken, hold, receive
from patrols.walks import rules
from patrols.walks.forms import FindingForm, FindingSet, WalkForm, error_words
from patrols.walks.models import Finding, FindingPhoto, Patrol
from patrols.walks.services import FindingIn, PatrolConflict, backfill_patrol, submit_patrol
from rivers.assets.models import Asset
from rivers.boards.models import Signboard
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.parcels.filed import Filed
    from hezhang.core.parcels.models import Held

WALK = "walk"


def known(user_id: int, ids: Collection[UUID]) -> Mapping[UUID, Receipt]:
    """Of these numbers, the walks of that person."""
    mine = Patrol.objects.filter(user_id=user_id, client_id__in=ids).select_related("reach")
    rows = mine.annotate(photo_count=Count("findings__photos"))
    return {row.client_id: (row.get_absolute_url(), title_of(row), row.photo_count) for row in rows}


def title_of(patrol: Patrol) -> str:
    return f"{patrol.reach.name} {moment_words(patrol.started_at)} 巡河"


def finding_of(row: FindingForm, photos: Sequence[Any], post: Post) -> FindingIn:
    """What a row of the form tells, with these photos; what it is about as far as the post may see that."""
    told = row.cleaned_data
    place = row.place("")
    is_placed = bool(place and told["placed"])
    lat, lng, accuracy_m = place or (None, None, None)
    return FindingIn(
        told["item"],
        told["state"],
        told["text"],
        told["measure"],
        lat,
        lng,
        None if is_placed else accuracy_m,
        photos,
        _thing(told["thing"], post),
        is_placed,
        row.place("phone_") if is_placed else None,
    )


def _thing(key: str, post: Post) -> Asset | Signboard | None:
    """None for what is no longer there, or never was: a finding is not refused for that."""
    kind, _, number = key.partition(":")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    if kind == "asset":
        return Asset.objects.visible_to(post).select_related("kind").filter(pk=pk).first()
    return Signboard.objects.visible_to(post).filter(pk=pk).first() if kind == "board" else None


# ── What came under another walk's number ──
def keep_conflict(
    by: Post, form: WalkForm, findings: Sequence[tuple[str, FindingIn]], reach: Reach, error: PatrolConflict
) -> Taken:
    """Keep the walk as it was sent, photos by their uploads; ``findings`` with the name of the form's row."""
    fields = {name: form.data.getlist(name) for name in form.data if name != "csrfmiddlewaretoken"}
    for prefix, one in findings:
        fields[f"{prefix}-kept"] = [",".join(str(photo.pk) for photo in one.photos)]
        fields[f"{prefix}-photo_count"] = [str(len(one.photos))]
    told = form.cleaned_data
    photos = [photo for _, one in findings for photo in one.photos]
    content = Content(
        about=f"{reach.name} {moment_words(told['started_at'])}", act="提交巡河", why=str(error), fields=fields,
        words=_words(told, [one for _, one in findings], reach), photos=photos, obj=error.stored,
    )  # fmt: skip
    return hold(Came(told["client_id"], WALK, told["parcel_at"]), content, by=by)


def _words(told: Mapping[str, Any], findings: Sequence[FindingIn], reach: Reach) -> list[tuple[str, str]]:
    ended = moment_words(told["ended_at"]) if told["ended_at"] else ""
    lines = [
        ("河段", reach.name),
        ("开始时间", moment_words(told["started_at"])),
        ("结束时间", ended),
        ("文字记录", told["note"].replace("\n", " ")),
    ]
    for number, one in enumerate(findings, start=1):
        about = rules.thing_words(one.thing) if one.thing else ""
        said = [one.item.name, one.text, one.measure, about, f"照片 {len(one.photos)} 张" if one.photos else ""]
        lines.append((f"发现 {number}", "，".join(part.replace("\n", " ") for part in said if part)))
    return [(label, text) for label, text in lines if text]


def may_take(held: Held, by: Post) -> Verdict:
    """The office of the reach's region, too: the walk becomes a record there."""
    reach = _reach(held)
    return rules.may_patrol(held.parcel.post, reach)


def _reach(held: Held) -> Reach:
    return _reach_of(held.fields)


def _reach_of(fields: Mapping[str, Sequence[str]]) -> Reach:
    number = "".join(list(fields.get("reach", [""]))[:1])
    found = Reach.objects.filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0).first()
    if found is None:
        raise Refusal("原来填写的河段已不在名录里，请与本人核对后补录。")
    return found


def number_of(held: Held) -> UUID:
    """From a file the walk has the phone's own number, so that the phone adds nothing later; else one made of what was sent."""
    return held.parcel.client_id if held.is_from_file else uuid5(held.parcel.client_id, held.content_hash)


def take(held: Held, by: Post, at: datetime) -> Patrol:
    """作为另一次巡河登记, late as it is, in the walker's name; from a file as 补录, with the clerk's name."""
    post = held.parcel.post
    form, findings = _filled(held.fields | {"client_id": [str(number_of(held))]}, post)
    walk = form.walk() | {"is_long": True, "reach": _reach(held), "findings": findings}  # the office has looked at it
    if not held.is_from_file:
        return submit_patrol(by=post, at=at, **walk).patrol
    walk["ended_at"] = walk["ended_at"] or held.parcel.made_at
    patrol = backfill_patrol(by=by, post=post, at=at, **walk).patrol
    receive(patrol.user_id, patrol.client_id, Done(patrol.get_absolute_url(), title_of(patrol)), at)
    return patrol


def _filled(fields: Mapping[str, Sequence[str]], post: Post) -> tuple[WalkForm, list[FindingIn]]:
    """The form as it was sent, and its findings with their photos. Raises Refusal for what is not sound."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, list(values))
    form = WalkForm(data)
    if not form.is_valid():
        raise Refusal("".join(error_words(form)))
    try:
        rows = FindingSet(data).told(form.cleaned_data["findings"])
        return form, [finding_of(row, kept_photos(row.cleaned_data["kept"], post), post) for row in rows]
    except ValidationError as wrong:
        raise Refusal("".join(wrong.messages)) from wrong


# ── From a file ──
def look(filed: Filed, posts: Sequence[Post], by: Post) -> tuple[Post, Content]:
    """Under the post that the person had on the day of the walk, where its reach is; as the office may enter it."""
    counted = {f"{photo.slot.removesuffix('-kept')}-photo_count" for photo in filed.photos}
    plain = {name: values for name, values in filed.fields.items() if name not in counted}
    form, findings = _filled(plain | {"client_id": [str(filed.client_id)]}, posts[0])
    reach, told = _reach_of(filed.fields), form.cleaned_data
    day = timezone.localtime(told["started_at"])
    held_then = [post for post in posts if post.is_current(day.date()) and rules.may_patrol(post, reach)]
    post = (held_then or list(posts))[0]
    demand(rules.may_backfill(by, post, day) and rules.may_patrol(post, reach), Refusal)
    words = _words(told, findings, reach) + ([("照片", f"{len(filed.photos)} 张")] if filed.photos else [])
    about = f"{reach.name} {moment_words(told['started_at'])}"
    return post, Content(about, "提交巡河", "由河长办从手机另存的文件导入。", filed.fields, words, obj=reach)


def undo(held: Held, by: Post, at: datetime) -> None:
    """Take the walk back that was made of it; not once a matter has been raised from what was found."""
    made = Patrol.objects.filter(client_id=number_of(held), user_id=held.parcel.user_id)
    try:
        with transaction.atomic():
            FindingPhoto.objects.filter(finding__patrol__in=made).delete()
            Finding.objects.filter(patrol__in=made).delete()
            made.delete()
    except ProtectedError as error:
        raise Refusal("由它登记的巡河已经有了后续办理（如发现已立为问题、已复核），不能再撤回。") from error


register(
    Kind(
        WALK,
        "巡河",
        known=known,
        look=look,
        file_words="登记为本人的巡河，注明由河长办补录",
        file_takes=True,
        take_label="作为另一次巡河登记",
        take_note="以本人名义、另编一个号登记，注明迟交；原来的一次不变。发现还没有转为问题的，可以撤回。",
        may_take=may_take,
        take=take,
        undo=undo,
    )
)
