"""What the pages of a cut show: names and codes to offer, what became of a reach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rivers.cutting.models import Cut, CutPart
from rivers.registry.models import Reach
from rivers.registry.services.codes import next_reach_code

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MARKS = ("上段", "下段")


def proposed_split(reach: Reach) -> dict[str, Any]:
    """Names after the reach's own, and the next two codes of the river."""
    bare = reach.name.removesuffix("段")
    first = next_reach_code(reach.river, reach.region)
    # The serial stands at the end of every rule.
    head = first.rstrip("0123456789") if "-" in first else first[:6]
    serial = first.removeprefix(head)
    second = f"{head}{int(serial) + 1:0{len(serial)}d}"
    return {"first_name": f"{bare}{MARKS[0]}", "second_name": f"{bare}{MARKS[1]}"} | {
        "first_code": first,
        "second_code": second,
    }


def proposed_join(reach: Reach) -> dict[str, Any]:
    """The name without the mark of a half, and the next code of the river."""
    name = reach.name
    for mark in MARKS:
        name = name.removesuffix(mark)
    return {"name": name if name.endswith("段") else f"{name}段", "code": next_reach_code(reach.river, reach.region)}


def new_reach_of(cut: Cut) -> Reach:
    """The first of those that came of it."""
    found: Reach = Reach.objects.filter(cuts__cut=cut, cuts__is_new=True).order_by("pk")[0]
    return found


def cuts_of(reach: Reach, post: Post, today: date) -> list[dict[str, Any]]:
    """Each cut that the reach came of or ended with: what stood before, what stands since, whether it can be taken back today.

    One query.
    """
    parts: dict[Cut, list[CutPart]] = {}
    mine = CutPart.objects.filter(reach=reach).order_by().values("cut")
    rows = CutPart.objects.visible_to(post).filter(cut__in=mine).select_related("cut", "reach")
    for part in rows.order_by("-cut", "is_new", "reach"):
        parts.setdefault(part.cut, []).append(part)
    return [
        {
            "cut": cut,
            "old": [part.reach for part in found if not part.is_new],
            "new": [part.reach for part in found if part.is_new],
            "may_undo": cut.undone_at is None and cut.day == today,
        }
        for cut, found in parts.items()
    ]
