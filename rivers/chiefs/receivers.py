"""What chiefs hear: a post that ended, and the page of a reach that asks for its panel."""

from __future__ import annotations

from datetime import date
from typing import Any

from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.rules import sees_business
from hezhang.core.accounts.signals import person_shown, post_ended, post_ending
from rivers.chiefs.facts import answering, answering_for, tenures_of, tenures_of_person
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import dismiss_all, foretell_end_of
from rivers.registry.facts import Panel
from rivers.registry.models import Reach, River
from rivers.registry.services import standing_words
from rivers.registry.signals import lifetime_asked, reach_shown, river_shown


def connect() -> None:
    # By these identifiers Django connects each once, however often the app is made ready (tests, the reloader).
    post_ended.connect(dismiss_all, dispatch_uid="rivers.dismiss_all")
    post_ending.connect(foretell_end, dispatch_uid="rivers.foretell_end")
    river_shown.connect(answering_panel, dispatch_uid="rivers.chiefs.river")
    reach_shown.connect(answering_for_panel, dispatch_uid="rivers.chiefs.answering")
    reach_shown.connect(panel_of_reach, dispatch_uid="rivers.chiefs.reach")
    person_shown.connect(panel_of_person, dispatch_uid="rivers.chiefs.person")
    lifetime_asked.connect(still_held, sender=Reach, dispatch_uid="rivers.chiefs.lifetime")


def foretell_end(sender: type[Post], post: Post, on: date, **_: Any) -> list[str]:
    return foretell_end_of(Tenure.objects.filter(post=post), on)


def answering_panel(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> Panel:
    return Panel("rivers/panels/answering.html", {"lines": answering(shown, post, today), "river": shown})


def answering_for_panel(sender: type[Reach], shown: Reach, post: Post, **_: Any) -> Panel:
    return Panel("rivers/panels/answering.html", {"lines": answering_for(shown, post), "river": shown.river})


def panel_of_reach(sender: type[Reach], shown: Reach, today: date, **_: Any) -> Panel:
    return Panel("rivers/panels/chiefs.html", {"tenures": tenures_of(shown, today)})


def still_held(sender: type[Reach], shown: Reach, on: date | None, **_: Any) -> list[str]:
    """A reach ends without chiefs: their last day is the reach's, at the latest."""
    if on is None:
        return []
    held = Tenure.objects.filter(reach=shown).outliving(on).select_related("post__user").order_by("pk")
    return standing_words("任职未结束的河长", "名", (one.post.user.name for one in held))


def panel_of_person(
    sender: type[User], shown: User, post: Post, today: date, **_: Any
) -> tuple[str, dict[str, Any]] | None:
    """What somebody has in charge, for whoever sees business; those who keep accounts alone do not."""
    rows = tenures_of_person(shown.pk, post, today) if sees_business(post) else []
    return ("rivers/panels/person.html", {"tenures": rows}) if rows else None
