"""What is open in a person's browsers: named by its device, and ended."""

from __future__ import annotations

from django.db import transaction

from hezhang.core.accounts.models import OpenSession, Post, User
from hezhang.core.accounts.services.common import demand_hold_of, journal
from hezhang.core.kernel.words import clean, shortened

PHONE_KEY = "trusted_phone"  # in a session that a trusted phone keeps: the phone's number
LABEL_LENGTH = 60
# The first mark found decides: 鸿蒙's own browser also calls itself Android, Edge and WeChat also call themselves Chrome.
SYSTEMS = {
    "HarmonyOS": "鸿蒙手机", "iPhone": "苹果手机", "Android": "安卓手机", "iPad": "苹果平板", "Windows": "Windows 电脑",
    "Macintosh": "苹果电脑", "UOS": "统信电脑", "Kylin": "麒麟电脑", "Linux": "Linux 电脑",
}  # fmt: skip
PROGRAMS = {"MicroMessenger": "微信", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}


def end_sessions(user: User, *, phone: int | None = None, but: str = "") -> int:
    """End every session of a person (of one trusted phone), save the one with the key ``but``; how many there were."""
    rows = OpenSession.objects.filter(user=user).exclude(session_key=but)
    return (rows if phone is None else rows.filter(phone=phone)).delete()[0]


@transaction.atomic
def end_session(session: OpenSession, *, by: Post) -> None:
    """The device must sign in again. One's own, or that of a person whom one manages."""
    if by.user_id != session.user_id:
        demand_hold_of(session.user, by=by)
    session.delete()
    told = {"device": session.label, "address": session.address}
    journal("person.end_session", session.user, by=by, before=told)


def device_label(agent: str) -> str:
    """安卓手机 · 微信: what its owner knows the device by, from the browser's own words."""
    system = next((words for mark, words in SYSTEMS.items() if mark in agent), "其他设备")
    program = next((words for mark, words in PROGRAMS.items() if mark in agent), "")
    return shortened(clean(" · ".join(part for part in (system, program) if part)), LABEL_LENGTH)
