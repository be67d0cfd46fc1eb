"""What is odd, in one sentence with its figures; and what stands behind it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hezhang.core.files.facts import picture
from hezhang.core.kernel.words import day_words, minutes_words, moment_words
from patrols.oddities import rules
from patrols.oddities.choices import OddityKind
from patrols.oddities.models import Oddity
from patrols.walks.models import FindingPhoto, Patrol

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def sentence(oddity: Oddity) -> str:
    """One sentence: what was seen, with its figures. No guess at why."""
    walk, other, figures = oddity.patrol, oddity.other, oddity.figures
    match oddity.kind:
        case OddityKind.TELEPORT:
            first, second = (moment_words(datetime.fromisoformat(figures[name])) for name in ("first", "second"))
            where = f"；另一次在{other.reach.name}" if other else ""
            ends = "与另一次巡河的位置" if other else "起点和终点"
            return (
                f"{ends}相距约 {figures['km']} 公里，折合每小时 {figures['kmh']} 公里（{first} 和 {second}{where}）。"
            )
        case OddityKind.PHOTO if other:
            return (
                f"有一张照片与{other.user.name} {day_words(other.started_at)}在{other.reach.name}拍的看起来是同一张。"
            )
        case OddityKind.CLOCK:
            return f"手机上的结束时间比收到时{_off_words(figures['off_s'])}（手机上是 {walk.phone_time}），已按收到的时间登记。"
        case OddityKind.OFF:
            return f"记录的位置离{walk.reach.name}的河线最远约 {figures['metres'] / 1000:.1f} 公里。"
        case OddityKind.OVERLAP if other:
            return f"与另一次巡河重叠 {figures['minutes']} 分钟：那次在{other.reach.name}，{_span(other)}；这次是 {_span(walk)}。"
    return str(oddity.get_kind_display())


def _off_words(seconds: int) -> str:
    minutes = abs(seconds) // 60
    long = f"{minutes // 1440} 天" if minutes >= 48 * 60 else minutes_words(minutes)
    return f"快 {long}" if seconds > 0 else f"慢 {long}"


def _span(walk: Patrol) -> str:
    return f"{moment_words(walk.started_at)} 至 {moment_words(walk.ended_at).rpartition(' ')[2]}"


def page_of(oddity: Oddity, post: Post) -> dict[str, Any]:
    """The page of one: its sentence, the walks and photos behind it, what was said, and what may be done."""
    checks = list(oddity.checks.select_related("post__user", "undone_by__user"))
    undone = [one for one in checks if one.undone_at]
    beside = Oddity.objects.visible_to(post).filter(patrol=oddity.patrol_id).exclude(pk=oddity.pk).with_names()
    return {
        "oddity": oddity,
        "sentence": sentence(oddity),
        "walks": walk_links(oddity, post),
        "photos": photos_of(oddity, post),
        "checks": checks,
        "beside": [(one, sentence(one)) for one in beside],
        "may_check": rules.may_check(post, oddity),
        "may_undo": rules.may_undo(post, oddity, len(checks) > len(undone), bool(undone)),
        "may_explain": rules.may_explain(post, oddity),
    }


def walk_links(oddity: Oddity, post: Post) -> list[tuple[str, SafeString | str]]:
    """The walk, and the other one; a link where the post may open it."""
    named = [("这次巡河", oddity.patrol), ("另一次巡河", oddity.other)]
    return [(label, _link(walk, post)) for label, walk in named if walk]


def _link(walk: Patrol, post: Post) -> SafeString | str:
    words = f"{walk.user.name} {walk.reach.name} {_span(walk)}"
    if not _sees(walk, post):
        return words
    return format_html('<a href="{}">{}</a>', walk.get_absolute_url(), words)


def _sees(walk: Patrol, post: Post) -> bool:
    return walk.user_id == post.user_id or (bool(rules.is_office(post)) and post.region.contains(walk.region_id))


def photos_of(oddity: Oddity, post: Post) -> list[dict[str, str]]:
    """The two beside one another, as far as the post may see them."""
    pairs = [(oddity.photo, oddity.patrol, "这次"), (oddity.twin, oddity.other, "另一次")]
    return [_picture(photo, words) for photo, walk, words in pairs if photo and walk and _sees(walk, post)]


def _picture(photo: FindingPhoto, words: str) -> dict[str, str]:
    return picture(photo.upload, reverse("patrols:finding_photo", args=[photo.pk]), words)
