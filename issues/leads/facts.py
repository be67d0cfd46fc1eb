"""What the page of a lead shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hezhang.core.files.facts import picture
from hezhang.core.kernel.words import moment_words
from hezhang.core.web.templatetags.ui import link_html
from hezhang.core.workflow.facts import timeline
from issues.hints.facts.near import Near, near
from issues.leads.choices import LeadState
from issues.leads.models import Lead
from issues.leads.workflow import TABLE
from issues.ledger.facts import issue_link
from rivers.registry.facts import reach_link, river_link

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from issues.ledger.models import Issue


def facts_of(lead: Lead, post: Post) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        ("来源", lead.get_source_display()),
        ("对方编号", lead.outside_number),
        ("河湖、河段", format_html("{}　{}", river_link(lead.river, post), reach_link(lead.reach, post))),
        ("所在区划", lead.region),
        ("位置描述", lead.place),
        ("坐标", position_words(lead)),
        ("发现时间", moment_words(lead.found_at)),
        ("登记", lead.reporter.user.name if lead.reporter else ""),
        ("批次", link_html(lead.batch, lead.batch.get_absolute_url()) if lead.batch else ""),
        ("核实", f"{lead.checked_by.name}　{moment_words(lead.checked_at)}" if lead.checked_by else ""),
        ("核实情况", lead.finding),
        ("问题", issue_link(lead.issue, post)),
    ]
    return [(label, value) for label, value in rows if value]


def position_words(lead: Lead) -> SafeString | str:
    """The position, and the map with the lead chosen on it: whoever goes there wants to see the way."""
    if lead.lat is None or lead.lng is None:
        return ""
    told = (f"{lead.lng:.6f}，{lead.lat:.6f}", reverse("rivers:map"), lead.pk)
    return format_html('{}　<a class="beside" href="{}?kinds=lead,issue&amp;pick=lead-{}">在地图上看</a>', *told)


def waited_words(lead: Lead, at: datetime) -> str:
    """已等 9 天; "" on the first day, and once somebody has been there."""
    days = (at - lead.state_since) // timedelta(days=1)
    return f"已等 {days} 天" if lead.state == LeadState.WAITING and days else ""


def steps_of(lead: Lead) -> list[dict[str, Any]]:
    rows = lead.transitions.select_related("user", "post__region", "post__department").order_by("-id")
    return timeline(TABLE, rows.prefetch_related("photos__upload"), photos=_photos) + _taken_in(lead)


def _taken_in(lead: Lead) -> list[dict[str, Any]]:
    """What came in a list has no step of its own (decision 0055): the list tells how it came."""
    batch = lead.batch
    if batch is None:
        return []
    who = f"{batch.post.user.name}（{batch.post.label}）" if batch.post else "服务器命令"
    words = f"{batch.name}{f'（{batch.document}）' if batch.document else ''}"
    told = {"title": "批量导入", "who": who, "when": moment_words(batch.made_at), "words": words}
    return [told | {"photos": [], "tone": "blue"}]


def _photos(step: Any) -> list[dict[str, str]]:
    rows = step.photos.all()
    return [picture(one.upload, reverse("issues:lead_photo", args=[one.pk]), "现场照片") for one in rows]


def near_lead(lead: Lead, post: Post) -> Near:
    """Problems that it may be the same as, while it is being checked."""
    if lead.state != LeadState.WAITING:
        return Near()
    return near({name: getattr(lead, name) for name in ("river", "reach", "place", "text", "lat", "lng")}, by=post)


def leads_of_issue(issue: Issue, post: Post) -> SafeString:
    """Each lead that the issue was, or that was joined to it, with its page: 卫星遥感图斑 TB-0107（已立为问题）; "" for none."""
    rows = Lead.objects.visible_to(post).filter(issue=issue).order_by("checked_at", "pk")
    told = [(lead.get_absolute_url(), _name(lead), lead.get_state_display()) for lead in rows]
    return format_html_join("、", '<a href="{}">{}</a>（{}）', told)


def _name(lead: Lead) -> str:
    return f"{lead.get_source_display()} {lead.outside_number}".strip()
