"""A district that takes tracks, and points of a walk to send."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from patrols.tracks.models import TrackRule
from patrols.tracks.rules import Fix
from rivers.lines.services import draw_line
from rivers.registry.models import Reach
from tests.patrols.tracks import made


@pytest.fixture
def takes(db) -> TrackRule:
    """自愿记录, with its basis."""
    call_command("load_defaults", verbosity=0)
    rule = TrackRule.objects.get()
    rule.recording, rule.basis = "voluntary", "澄河办〔2026〕3 号"
    rule.save()
    return rule


@pytest.fixture
def lined(cast) -> Reach:
    """The village's reach, with a line of 2,000 m."""
    draw_line(cast.village_reach, made.PLANE.round(made.straight(2000)), by=cast.clerk)
    return cast.village_reach


@pytest.fixture
def told() -> Callable[..., list[Fix]]:
    """A walk of 1,000 m that began 20 minutes ago, five seconds between readings."""

    def _told(ago: timedelta = timedelta(minutes=20), **more) -> list[Fix]:
        start = round((timezone.now() - ago).timestamp())
        fixes = made.walked(made.straight(1000), made.Phone(every=5, jitter=3, **more)).fixes
        return [fix._replace(at=fix.at - made.NOON + start) for fix in fixes]

    return _told


@pytest.fixture
def number():
    return uuid4()
