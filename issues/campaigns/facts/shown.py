"""What the page of a campaign and that of a visit show of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from hezhang.core.files.facts import picture
from hezhang.core.kernel.words import day_words, due_words, moment_words
from hezhang.core.parcels.choices import Decision
from hezhang.core.parcels.facts import panel
from hezhang.core.parcels.models import Held
from hezhang.core.web.templatetags.ui import link_html
from hezhang.core.workflow.facts import timeline
from issues.campaigns.choices import CampaignState, Result
from issues.campaigns.models import Answer, Campaign, Inspector, Visit, VisitPhoto
from issues.campaigns.queries import looks_over
from issues.campaigns.workflow import TABLE, VISIT_TABLE
from issues.leads.rules import sees_leads
from rivers.registry.facts import reach_link, river_link

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def facts_of(campaign: Campaign) -> list[tuple[str, Any]]:
    left = due_words(campaign.ends_on, timezone.localdate()) if campaign.state == CampaignState.RUNNING else ""
    rows: list[tuple[str, Any]] = [
        ("类别", f"{campaign.get_kind_display()}（{campaign.get_manner_display()}）"),
        ("区县", campaign.region),
        ("时间", f"{day_words(campaign.starts_on)}至{day_words(campaign.ends_on)}{f'（{left}）' if left else ''}"),
        ("排除河段", "；".join(map(str, campaign.left_out.select_related("reach")))),
        ("检查清单", "；".join(one.text for one in campaign.items.all())),
        ("经办", f"{campaign.post.user.name}（{campaign.post.label}）"),
        ("小结", campaign.conclusion),
    ]
    return [(label, value) for label, value in rows if value]


def teams_of(campaign: Campaign, post: Post) -> list[tuple[str, str]]:
    """Team by team, or the pool before the lot was drawn."""
    rows = Inspector.objects.visible_to(post).filter(campaign=campaign)
    found: dict[str, list[str]] = {}
    for one in rows.select_related("post__user", "post__region", "post__department").order_by("team", "pk"):
        found.setdefault(f"第 {one.team} 组" if one.team else "检查人员库", []).append(str(one.post))
    return [(team, "、".join(people)) for team, people in found.items()]


def steps_of(campaign: Campaign) -> list[dict[str, Any]]:
    rows = campaign.transitions.select_related("user", "post__region", "post__department").order_by("-id")
    return timeline(TABLE, rows)


def knows_team(visit: Visit, post: Post) -> bool:
    """Who went there is the office's and the team's to know, and not that of who is looked at."""
    return looks_over(post) or VISIT_TABLE.includes(visit, VISIT_TABLE["submit_visit"], post)


def visit_facts(visit: Visit, post: Post) -> list[tuple[str, Any]]:
    who = f"{visit.done_by.user.name}　" if visit.done_by and knows_team(visit, post) else ""
    rows: list[tuple[str, Any]] = [
        ("督查", format_html('<a href="{}">{}</a>', visit.campaign.get_absolute_url(), visit.campaign)),
        ("河湖、河段", format_html("{}　{}", river_link(visit.reach.river, post), reach_link(visit.reach, post))),
        ("起止", "至".join(part for part in (visit.reach.start_place, visit.reach.end_place) if part)),
        ("所在区划", visit.reach.region),
        ("截止日期", day_words(visit.campaign.ends_on)),
        ("检查时间", f"{who}{moment_words(visit.done_at)}" if visit.done_at else ""),
        ("坐标", f"{visit.lng:.6f}，{visit.lat:.6f}" if visit.lat is not None and visit.lng is not None else ""),
        ("现场情况", visit.note),
    ]
    return [(label, value) for label, value in rows if value]


def rows_of(visit: Visit, post: Post) -> list[dict[str, Any]]:
    """Each item of the check list with what was found, and what became of it; linked where the post may follow."""
    rows = visit.answers.with_names().order_by("item__number")
    shots: dict[int | None, list[dict[str, str]]] = {}
    for one in visit.photos.select_related("upload", "item").order_by("pk"):
        shots.setdefault(one.item_id, []).append(_picture(one) | {"caption": ""})  # it stands beneath its line
    return [
        {"answer": one, "became": link_html(became(one), _where(one, post)), "photos": shots.get(one.item_id, [])}
        for one in rows
    ]


def became(answer: Answer) -> str:
    """Where a finding went."""
    lead = answer.lead
    if lead is None:
        return "办结时转为线索" if answer.result == Result.FAIL else ""
    if lead.issue:
        return f"问题 {lead.issue.number}（{lead.issue.get_state_display()}）"
    return f"线索（{lead.get_state_display()}）"


def _where(answer: Answer, post: Post) -> str:
    lead = answer.lead
    if lead is None or not (sees_leads(post) and post.region.contains(lead.region_id)):
        return ""
    return lead.issue.get_absolute_url() if lead.issue else lead.get_absolute_url()


def visit_steps(visit: Visit, post: Post) -> list[dict[str, Any]]:
    """The tellings, the last first, each with what was said of every item."""
    if not knows_team(visit, post):
        return []
    rows = visit.transitions.select_related("user", "post__region", "post__department").order_by("-id")
    return timeline(VISIT_TABLE, rows.prefetch_related("photos__upload", "photos__item"), photos=_photos, words=_words)


def held(visit: Visit, post: Post) -> list[dict[str, Any]]:
    """What came from a phone and could no longer be carried out: for its sender and the sender's office."""
    rows = Held.objects.about(visit).visible_to(post).exclude(decision__in=[Decision.DROPPED, Decision.DONE])
    found = rows.with_names().prefetch_related("photos").order_by("id")
    return [panel(one, "parcels:held_photo") for one in found] if knows_team(visit, post) else []


def _words(step: Any) -> str:
    wrong = [f"不合格：{item}（{note}）" for item, result, note in step.said if result == Result.FAIL.label]
    good = sum(result == Result.PASS.label for _, result, _ in step.said)
    return "\n".join(filter(None, [step.words, f"合格 {good} 项，不合格 {len(wrong)} 项", *wrong]))


def _photos(step: Any) -> list[dict[str, str]]:
    return [_picture(one) for one in step.photos.all()]


def _picture(one: VisitPhoto) -> dict[str, str]:
    return picture(one.upload, reverse("issues:visit_photo", args=[one.pk]), one.item.text if one.item else "检查照片")
