"""抽取说明: what went into a draw, and whether its seed gives the same again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import moment_words
from issues.campaigns.choices import How
from issues.campaigns.services import drawn_again

if TYPE_CHECKING:
    from issues.campaigns.models import Campaign, CampaignDraw


def explained(campaign: Campaign, draw: CampaignDraw) -> dict[str, Any]:
    """Of the last draw: the strata with their figures, who was left out and why, and whether it comes out the same."""
    lots, again = drawn_again(draw)
    taken = {(place.pk, team) for place, team in again.visits}
    there, got = Counter(one.stratum for one in lots.places), Counter(place.stratum for place, _ in again.visits)
    names = dict(Region.objects.filter(code__in=[f"{town}000" for town, _ in there]).values_list("code", "name"))
    rows = [
        {"town": names.get(f"{town}000", campaign.region.name), "tier": Tier(tier).label, "there": there[town, tier], "taken": got[town, tier]}
        for town, tier in sorted(there)
    ]  # fmt: skip
    return {
        "facts": _facts(draw, lots.asked.how, lots.asked.amount),
        "rows": rows, "there": there.total(), "taken": got.total(),
        "spared": [(name, why) for _, _, name, why in lots.spared],
        "barred": len(again.barred),
        "teams": _teams(again.teams),
        "same": taken == set(campaign.visits.values_list("reach_id", "team")),
    }  # fmt: skip


def _facts(draw: CampaignDraw, how: str, amount: int) -> list[tuple[str, Any]]:
    asked = f"每个乡镇每级 {amount} 条" if how == How.EACH else f"{amount}%，分摊到各乡镇、各级"
    rows = [
        ("抽取时间", moment_words(draw.made_at)),
        ("抽取人", f"{draw.post.user.name}（{draw.post.label}）"),
        ("随机种子", draw.seed),
        ("抽取数量", asked),
        ("第几次抽取", f"第 {draw.number} 次"),
        ("重抽原因", draw.why),
    ]
    return [row for row in rows if row[1]]


def _teams(teams: list[list[int]]) -> list[tuple[int, str]]:
    posts = Post.objects.with_names().in_bulk([pk for team in teams for pk in team])
    return [(number, "、".join(str(posts[pk]) for pk in team)) for number, team in enumerate(teams, start=1)]
