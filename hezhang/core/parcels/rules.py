"""Rules of parcels: pure functions over times, numbers and loaded rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from hezhang.core.parcels.choices import Decision, ParcelState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.parcels.models import Held, Parcel

CLOCK_SLACK = timedelta(minutes=5)
# Two years, one of them a leap year.
OLDEST = timedelta(days=731)
MOST_PHOTOS = 270  # of one parcel: thirty findings with nine each
MOST_AWAITED = 500  # of one person: weeks of work without signal
PREFIX = 8  # signs of a photo's sha256 that an announcement tells
# The form's own: no content. ``kept`` are numbers of uploads, which are others when a photo had to be sent again.
NO_CONTENT = frozenset(
    {"csrfmiddlewaretoken", "kept", "photos", "photo_count", "once", "parcel", "parcel_at", "client_id"}
)


def clock_error(told: datetime, now: datetime) -> timedelta:
    """How far the phone's clock is from now, if it cannot be right: 5 min ahead at least, or more than two years behind.

    In whole seconds. Something may be sent late, but nobody carries it for two years.
    """
    is_possible = now - OLDEST <= told <= now + CLOCK_SLACK
    return timedelta() if is_possible else timedelta(seconds=round((told - now).total_seconds()))


def moment_of(seconds: int | None, now: datetime) -> tuple[datetime, int]:
    """When it was handed in on the phone, in epoch seconds there, as far as it can be believed; and the seconds taken off."""
    try:
        told = now if seconds is None else datetime.fromtimestamp(seconds, tz=now.tzinfo)
        off = clock_error(told, now)
    except (OverflowError, ValueError, OSError):  # the year 1, or 99999
        return now, 0
    return (now, int(off.total_seconds())) if off else (min(told, now), 0)


def count_here(wanted: Sequence[str], sums: Sequence[str]) -> int:
    """How many of the photos that an announcement tells are among these sha256."""
    here = {each[:PREFIX] for each in sums}
    return sum(each in here for each in wanted)


def content_hash(fields: Mapping[str, Sequence[str]], photo_sums: Sequence[str]) -> str:
    """The same words and photos give the same digest, in whatever order the form sent them, and however often."""
    told = {name: list(values) for name, values in fields.items() if name.rpartition("-")[2] not in NO_CONTENT}
    text = json.dumps([told, sorted(photo_sums)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def may_deal(by: Post, parcel: Parcel) -> Verdict:
    """Whether the office may note what it did about a parcel that does not come."""
    if not (verdict := _is_office_of(by, parcel)):
        return verdict
    return yes_if(parcel.state == ParcelState.AWAITED, "这一条已经收到，无需再处理。")


def may_decide(by: Post, held: Held) -> Verdict:
    """Whether this office may say what becomes of what was kept; nobody decides on the own."""
    if not (verdict := _is_office_of(by, held.parcel)):
        return verdict
    if held.parcel.user_id == by.user_id:
        return no("这是您本人提交的内容，请由河长办其他人员核对。")
    return yes_if(held.decision == Decision.WAITING, f"这份内容已经处理过：{held.get_decision_display()}。")


def may_reopen(by: Post, held: Held, can_undo: bool) -> Verdict:
    """Whether the word on it can be taken back."""
    if not (verdict := _is_office_of(by, held.parcel)):
        return verdict
    if held.decision == Decision.DROPPED or (held.decision == Decision.TAKEN and can_undo):
        return YES
    return no("这份内容没有可以撤回的决定。")


def _is_office_of(by: Post, parcel: Parcel) -> Verdict:
    if not (verdict := is_office(by)):
        return verdict
    return yes_if(by.region.contains(parcel.region_id), "这一条不在本河长办的辖区内。")
