"""The history of rivers and reaches; a reach's has its tenures in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from hezhang.core.accounts.rules import sees_business
from hezhang.core.office.journal.traced import Traced, trace
from rivers.registry.models import Reach, River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def hanging_on_river(river: River, post: Post) -> list[QuerySet]:
    """Its reaches with their chiefs, lines and boards, and its sections."""
    reaches = Reach.objects.visible_to(post).filter(river=river)
    on_reaches = [related(Reach, name).filter(reach__in=reaches) for name in ("tenures", "signboards", "line")]
    return [reaches, *on_reaches, related(River, "sections").visible_to(post).filter(river=river)]


def hanging_on_reach(reach: Reach, post: Post) -> list[QuerySet]:
    """Its line and its boards; the chiefs are its own history."""
    return [related(Reach, name).filter(reach=reach) for name in ("signboards", "line")]


def chiefs_of(reach: Reach) -> list[QuerySet]:
    """Who was chief, and who stood in; by the relations, as both lie in rooms above (chiefs, acting)."""
    tenures: Any = Reach._meta.get_field("tenures").related_model
    actings = tenures._meta.get_field("actings").related_model._base_manager
    return [tenures._base_manager.filter(reach=reach.pk), actings.filter(tenure__reach=reach.pk)]


def related(model: type[River | Reach], name: str) -> Any:
    """The rows of a room above, by the relation, since its models cannot be imported here."""
    return model._meta.get_field(name).related_model._default_manager.all()


trace(
    Traced(
        thing="river",
        model=River,
        rows=lambda post: River.objects.visible_to(post).select_related("region"),
        rule=sees_business,
        url=River.get_absolute_url,
        under=hanging_on_river,
    )
)
trace(
    Traced(
        thing="reach",
        model=Reach,
        rows=lambda post: Reach.objects.visible_to(post).select_related("river", "region", "parent"),
        rule=sees_business,
        url=Reach.get_absolute_url,
        skip=frozenset({"centre_line"}),
        under=hanging_on_reach,
        also=chiefs_of,
    )
)
