"""What can be done about a duty that was missed: call the chief, or send a word."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.notify import services as notify
from patrols.judgement import rules

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def call(chief: Post, *, by: Post) -> str:
    """The whole number of a chief, "" where none is known; each look is journalled. NotAllowed with the reason."""
    demand(rules.may_call(by, chief))
    audit.record("person.view_phone", chief.user, post=by)
    return str(chief.user.phone)


@transaction.atomic
def remind(chief: Post, words: str, *, by: Post, at: datetime | None = None) -> None:
    """催办: tell a chief in ``words`` what the running period still asks for; once a day, whoever sends it.

    Raises NotAllowed, and Refusal when nothing is owed or the day's word has gone out.
    """
    demand(rules.may_remind(by, chief))
    at = at or timezone.now()
    today = timezone.localdate(at)
    if not words:
        raise Refusal(f"{chief.user.name}这一期已经巡完，不用催办。")
    told = notify.tell(
        chief.user_id,
        kind="patrol.remind",
        title=f"请安排巡河：{words}",
        body="已经巡过、没有记录的，请补充提交或联系河长办补录。",
        url=reverse("patrols:start"),
        why=f"{by.label}{by.user.name}提醒您巡河。",
        key=f"patrol.remind:{chief.pk}:{today:%Y%m%d}",
        at=at,
    )
    if not told:
        raise Refusal(f"今天已经催办过{chief.user.name}，请明天再催，或打电话。")
    audit.record("patrol.remind", chief, post=by, after={"told": words}, at=at)
