"""What chiefs hear: a post that ended, and the page of a reach that asks for its panel."""

from __future__ import annotations

from datetime import date
from typing import Any

from hezhang.core.accounts.models import Post
from hezhang.core.accounts.signals import post_ended, post_ending
from rivers.chiefs.facts import tenures_of
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import dismiss_all, foretell_end_of
from rivers.registry.facts import Panel
from rivers.registry.models import Reach
from rivers.registry.signals import reach_shown


def connect() -> None:
    # By these identifiers Django connects each once, however often the app is made ready (tests, the reloader).
    post_ended.connect(dismiss_all, dispatch_uid="rivers.dismiss_all")
    post_ending.connect(foretell_end, dispatch_uid="rivers.foretell_end")
    reach_shown.connect(panel_of_reach, dispatch_uid="rivers.chiefs.reach")


def foretell_end(sender: type[Post], post: Post, on: date, **_: Any) -> list[str]:
    return foretell_end_of(Tenure.objects.filter(post=post), on)


def panel_of_reach(sender: type[Reach], shown: Reach, today: date, **_: Any) -> Panel:
    return Panel("rivers/panels/chiefs.html", {"tenures": tenures_of(shown, today)})
