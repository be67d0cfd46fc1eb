"""Announcing, taking once, keeping what cannot be carried out, and the office's word on both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from hezhang.core.kernel.words import shortened
from hezhang.core.notify.services import tell
from hezhang.core.parcels import rules
from hezhang.core.parcels.choices import Decision, ParcelState
from hezhang.core.parcels.kinds import KINDS
from hezhang.core.parcels.models import Held, HeldPhoto, Parcel

if TYPE_CHECKING:
    from django.db.models import Model

    from hezhang.core.accounts.models import Post

TAKEN_FROM = timedelta(days=8)  # a photo is forgotten after seven, so what counts for a parcel is younger


@dataclass(frozen=True)
class Came:
    """One parcel as it comes: the person's number, its kind, and when it was handed in on the phone (epoch seconds)."""

    client_id: UUID
    kind: str
    seconds: int | None = None


@dataclass(frozen=True)
class Content:
    """What was sent and could not be carried out; ``words``: (label, text) as a person reads it."""

    about: str
    act: str
    why: str
    fields: Mapping[str, Sequence[str]]
    words: Sequence[tuple[str, str]] = ()
    photos: Sequence[Upload] = ()
    obj: Model | None = None  # the row that it was meant for
    is_from_file: bool = False

    def digest(self) -> str:
        return rules.content_hash(self.fields, [photo.sha256 for photo in self.photos])


@dataclass(frozen=True)
class Done:
    """What came of an act: where it stands, what it is called, and the row that does not know the parcel itself."""

    url: str
    title: str
    row: Model | None = None


@dataclass(frozen=True)
class Taken:
    """The parcel, and what was kept of it where this very content could not be carried out."""

    parcel: Parcel
    is_new: bool = False
    held: Held | None = None


def announce(
    *,
    by: Post,
    client_id: UUID,
    kind: str,
    digest: str = "",
    photos: Sequence[str] = (),
    seconds: int | None = None,
    at: datetime | None = None,
) -> Parcel:
    """Write down that a parcel is on somebody's phone; announced again it is the same, brought up to date while it is awaited.

    Raises Refusal for an unknown kind, and when this person has announced too many that never came.
    """
    at = at or timezone.now()
    if kind not in KINDS:
        raise Refusal("这类内容本系统不能接收，请刷新页面后重试。")
    parcel = Parcel.objects.filter(user_id=by.user_id, client_id=client_id).first()
    if parcel is None:
        if Parcel.objects.filter(user_id=by.user_id).awaited().count() >= rules.MOST_AWAITED:
            raise Refusal(f"您手机上未上传的记录已超过 {rules.MOST_AWAITED} 条，请先上传，或联系河长办。", status=429)
        parcel = _new(by, Came(client_id, kind, seconds), at)
    if parcel.state == ParcelState.AWAITED:
        _say_more(parcel, digest, photos, at)
    return parcel


def _new(by: Post, came: Came, at: datetime) -> Parcel:
    """The row of this number: the one that there is, or a new one. Of two at once the unique number lets one write."""
    made_at, off = rules.moment_of(came.seconds, at)
    facts = {"post": by, "region_id": by.region_id, "kind": came.kind, "made_at": made_at, "clock_off_s": off}
    parcel, _ = Parcel.objects.get_or_create(user_id=by.user_id, client_id=came.client_id, defaults=facts)
    return parcel


def _say_more(parcel: Parcel, digest: str, photos: Sequence[str], at: datetime) -> None:
    wanted = list(photos)
    told = {
        "digest": digest,
        "photos": wanted,
        "photo_count": len(wanted),
        "photos_here": rules.count_here(wanted, _sums(parcel.user_id, at)) if wanted else 0,
        "announced_at": parcel.announced_at or at,
    }
    Parcel.objects.filter(pk=parcel.pk, state=ParcelState.AWAITED).update(**told)


def _sums(user_id: int, at: datetime) -> list[str]:
    """Of the photos that this person has sent lately."""
    mine = Upload.objects.filter(post__user_id=user_id, kind=UploadKind.PHOTO, uploaded_at__gt=at - TAKEN_FROM)
    return list(mine.order_by().values_list("sha256", flat=True))


def note_photo(upload: Upload, by: Post) -> None:
    """A photo came ahead: how many are here of the parcels that told of it."""
    waiting = Parcel.objects.filter(user_id=by.user_id, state=ParcelState.AWAITED, photo_count__gt=0)
    told = [parcel for parcel in waiting if upload.sha256[: rules.PREFIX] in parcel.photos]
    sums = _sums(by.user_id, timezone.now()) if told else []
    for parcel in told:
        here = rules.count_here(parcel.photos, [*sums, upload.sha256])
        Parcel.objects.filter(pk=parcel.pk).update(photos_here=here)


# ── Taking ──
def receive(user_id: int, client_id: UUID, done: Done, at: datetime) -> None:
    """Tell an announced parcel that it is here. Within the act's transaction; who has announced nothing is told nothing.

    For acts that know the number themselves, so that their own row is the receipt (``Kind.known``).
    """
    mine = Parcel.objects.filter(user_id=user_id, client_id=client_id)
    if mine.exclude(state=ParcelState.RECEIVED).update(**_received(done, at)):
        told = Held.objects.filter(parcel__in=mine, is_from_file=True).waiting()
        told.update(decision=Decision.DONE, decided_at=at, url=done.url)


def _received(done: Done, at: datetime) -> dict[str, Any]:
    row = done.row
    return {
        "state": ParcelState.RECEIVED,
        "received_at": at,
        "url": done.url,
        "title": shortened(done.title, 200),
        "became_type": row._meta.label_lower if row is not None else "",
        "became_id": row.pk if row is not None else None,
    }


def take_once(came: Came, content: Callable[[], Content], act: Callable[[], Done], *, by: Post) -> Taken:
    """Carry the act out under the person's number, once for ever; the number and what came of it in one transaction.

    Of fifty at once the first writes the number, the others wait for it (at the unique key, or at the row's lock) and are
    told what the first was. What the act refuses leaves no mark: the number is free for the mended one. Under a number that
    is used already another content is kept for the office, and changes nothing.
    """
    at = timezone.now()
    with transaction.atomic():
        parcel = _held_fast(by, came, at)
        if is_open(parcel):
            done = act()
            facts = _received(done, at) | {"digest": content().digest()[:16], "entered_by": None}
            Parcel.objects.filter(pk=parcel.pk).update(**facts)
            parcel.held.waiting().update(decision=Decision.DONE, decided_at=at, url=done.url)
            parcel.refresh_from_db()
            return Taken(parcel, is_new=True)
    return _again(by, parcel, came, content())


def known(came: Came, content: Callable[[], Content], *, by: Post) -> Taken | None:
    """The receipt of a number that was used, before anything else is looked at; None for one that may still be carried out."""
    parcel = Parcel.objects.filter(user_id=by.user_id, client_id=came.client_id).first()
    if parcel is None or is_open(parcel):
        return None
    return _again(by, parcel, came, content())


def is_open(parcel: Parcel) -> bool:
    """Whether the act may still be carried out: announced only, or kept from a file and never sent by the person."""
    if parcel.state == ParcelState.HELD:
        return parcel.entered_by_id is not None and not parcel.held.exclude(decision=Decision.WAITING).exists()
    return parcel.state == ParcelState.AWAITED


def _held_fast(by: Post, came: Came, at: datetime) -> Parcel:
    """The row of this number, locked until the transaction ends."""
    _new(by, came, at)
    parcel = Parcel.objects.select_for_update().get(user_id=by.user_id, client_id=came.client_id)
    if parcel.kind != came.kind:
        raise Refusal("这个编号已用于另一类内容，请刷新页面后重新填写。", status=409)
    return parcel


def _again(by: Post, parcel: Parcel, came: Came, content: Content) -> Taken:
    """The same content is answered as at the first time; another is kept beside it."""
    kept = parcel.held.filter(content_hash=content.digest()).first()
    if kept is not None or parcel.digest == content.digest()[:16]:
        return Taken(parcel, held=kept)
    why = "这份内容用的编号已经提交过，与此次不同；原来的记录没有改动。"
    return hold(came, replace(content, why=why), by=by)


# ── Keeping what cannot be carried out ──
def hold(came: Came, content: Content, *, by: Post, entered_by: Post | None = None) -> Taken:
    """Keep it as it was sent, with its photos, for the office to decide; the sender is told. The same again is kept once."""
    at = timezone.now()
    with transaction.atomic():
        parcel = _held_fast(by, came, at)
        facts = {
            "fields": {name: list(values) for name, values in content.fields.items()},
            "words": "\n".join(f"{label}：{text}" for label, text in content.words),
            "about_type": content.obj._meta.label_lower if content.obj is not None else "",
            "about_id": content.obj.pk if content.obj is not None else None,
            "about": shortened(content.about, 200),
            "act": shortened(content.act, 60),
            "why": shortened(content.why, 300),
            "came_at": at,
            "is_from_file": content.is_from_file,
        }
        held, is_new = Held.objects.get_or_create(parcel=parcel, content_hash=content.digest(), defaults=facts)
        if is_new:
            _keep_with(held, parcel, content.photos, at, entered_by)
    parcel.refresh_from_db()
    return Taken(parcel, is_new, held)


def _keep_with(held: Held, parcel: Parcel, photos: Sequence[Upload], at: datetime, entered_by: Post | None) -> None:
    """Its photos, its mark on the parcel, the journal's row and the word to the sender."""
    HeldPhoto.objects.bulk_create([HeldPhoto(held=held, upload=photo) for photo in dict.fromkeys(photos)])
    url = held.get_absolute_url()
    facts = {
        "state": ParcelState.HELD,
        "received_at": at,
        "url": url,
        "title": shortened(str(held), 200),
        "entered_by": entered_by,
    }
    Parcel.objects.filter(pk=parcel.pk, state=ParcelState.AWAITED).update(**facts)
    after = {"about": held.about, "why": held.why, "photos": len(photos)}
    record("parcel.hold", held, post=entered_by or parcel.post, after=after, at=at)
    _tell(held, f"已收下，等河长办核对：{held.act}", f"{held.why}您填写的内容和照片都已保存。", "hold", at)


def _tell(held: Held, title: str, body: str, word: str, at: datetime) -> None:
    """The sender, once for each word on it."""
    user_id, key = held.parcel.user_id, f"parcel:{held.pk}:{word}:{at.timestamp()}"
    why = "这是您在手机上填写的内容。"
    tell(user_id, kind="parcel", title=title, body=body, url=held.get_absolute_url(), why=why, key=key, at=at)


def _locked(held: Held) -> Held:
    """As it stands now, until the transaction ends."""
    Held.objects.select_for_update().filter(pk=held.pk).values_list("pk").first()
    return Held.objects.with_names().get(pk=held.pk)


@transaction.atomic
def take_held(held: Held, *, by: Post, at: datetime | None = None) -> Held:
    """采用: what the kind makes of it, in the sender's name where that is so. Raises Refusal as the act itself does."""
    at, held = at or timezone.now(), _locked(held)
    kind = KINDS.get(held.parcel.kind)
    demand(rules.may_decide(by, held))
    if kind is None or kind.take is None:
        raise NotAllowed("这类内容不能直接采用，请与本人核对后另行办理。")
    demand(kind.may_take(held, by))
    row = kind.take(held, by, at)
    _decide(held, Decision.TAKEN, by, at, url=_address(row))
    record("parcel.take", held, post=by, after={"as": kind.take_label, "row": row}, at=at)
    _tell(held, f"河长办已采用：{held.act}", f"{held.about}：{kind.take_label}。", "take", at)
    return held


def _address(row: Any) -> str:
    return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""


@transaction.atomic
def drop_held(held: Held, *, by: Post, reason: str, at: datetime | None = None) -> Held:
    """不采用: it stays where it is, with the reason."""
    at, held = at or timezone.now(), _locked(held)
    demand(rules.may_decide(by, held))
    _decide(held, Decision.DROPPED, by, at, reason=reason)
    record("parcel.drop", held, post=by, after={"reason": reason}, at=at)
    _tell(held, f"河长办未采用：{held.act}", f"{held.about}。理由：{reason}", "drop", at)
    return held


@transaction.atomic
def reopen_held(held: Held, *, by: Post, at: datetime | None = None) -> Held:
    """撤回决定: it waits again; what was made of it is taken back by its kind. Raises Refusal when that cannot be any more."""
    at, held = at or timezone.now(), _locked(held)
    kind = KINDS.get(held.parcel.kind)
    undo = kind.undo if kind else None
    demand(rules.may_reopen(by, held, undo is not None))
    before = {"decision": held.get_decision_display(), "reason": held.reason, "url": held.url}
    if held.decision == Decision.TAKEN and undo is not None:
        undo(held, by, at)
        # What is no more must be no receipt: the phone may still send it.
        again = Parcel.objects.filter(pk=held.parcel_id, state=ParcelState.RECEIVED, entered_by__isnull=False)
        again.update(state=ParcelState.HELD, url=held.get_absolute_url())
    _decide(held, Decision.WAITING, None, None)
    record("parcel.reopen", held, post=by, before=before, at=at)
    _tell(held, f"河长办撤回了决定，重新核对：{held.act}", held.about, "reopen", at)
    return held


def _decide(
    held: Held, decision: str, by: Post | None, at: datetime | None, *, reason: str = "", url: str = ""
) -> None:
    held.decision, held.decided_by, held.decided_at, held.reason, held.url = decision, by, at, reason, url
    held.save(update_fields=["decision", "decided_by", "decided_at", "reason", "url"])


# ── What does not come ──
@transaction.atomic
def deal(parcel: Parcel, *, by: Post, dealing: str, note: str = "", at: datetime | None = None) -> Parcel:
    """已联系 / 不再等: who looked after it, and when; it is taken in all the same, should it still come."""
    at = at or timezone.now()
    locked = Parcel.objects.select_for_update(of=("self",)).select_related("user").get(pk=parcel.pk)
    demand(rules.may_deal(by, locked))
    locked.dealing, locked.dealt_note, locked.dealt_at, locked.dealt_by = dealing, note, at, by
    locked.save(update_fields=["dealing", "dealt_note", "dealt_at", "dealt_by"])
    record("parcel.deal", locked, post=by, after={"dealing": locked.get_dealing_display(), "note": note}, at=at)
    return locked


@transaction.atomic
def undo_deal(parcel: Parcel, *, by: Post, at: datetime | None = None) -> Parcel:
    """It waits as before. Again changes nothing."""
    locked = Parcel.objects.select_for_update(of=("self",)).select_related("user").get(pk=parcel.pk)
    demand(rules.may_deal(by, locked))
    if not locked.dealing:
        return locked
    before = {"dealing": locked.get_dealing_display(), "note": locked.dealt_note}
    locked.dealing, locked.dealt_note, locked.dealt_at, locked.dealt_by = "", "", None, None
    locked.save(update_fields=["dealing", "dealt_note", "dealt_at", "dealt_by"])
    record("parcel.undo_deal", locked, post=by, before=before, at=at or timezone.now())
    return locked


# ── Receipts ──
def receipts(user_id: int, ids: Collection[UUID]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Of these numbers of the person's: what is here, by number; and those that are not."""
    here: dict[UUID, dict[str, Any]] = {}
    for kind in KINDS.values():
        for client_id, (url, title, photos) in kind.known(user_id, ids).items():
            here[client_id] = {"url": url, "state": ParcelState.RECEIVED.value, "title": title, "photos": photos}
    rows = Parcel.objects.filter(user_id=user_id, client_id__in=ids).exclude(state=ParcelState.AWAITED)
    for row in rows:
        told = {"url": row.url, "state": row.state, "title": row.title, "photos": row.photo_count}
        here.setdefault(row.client_id, told)
    found = {str(client_id): told for client_id, told in here.items()}
    return found, [str(client_id) for client_id in dict.fromkeys(ids) if client_id not in here]
