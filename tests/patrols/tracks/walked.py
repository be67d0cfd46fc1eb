"""A patrol with a track, for the worlds of other tests."""

from hezhang.core.accounts.models import Post
from patrols.tracks.models import TrackRule
from patrols.tracks.rules import Fix
from patrols.tracks.services import take_chunk
from patrols.walks.models import Patrol


def track(patrol: Patrol, chief: Post) -> None:
    """Ten minutes along a meridian, in a district that takes tracks."""
    TrackRule.objects.update(recording="voluntary", basis="河长办〔2026〕3 号")
    start = patrol.started_at.timestamp()
    fixes = [Fix(start + second, 30.2 + second * 1e-5, 120.1, 5.0) for second in range(0, 600, 5)]
    take_chunk(by=chief, client_id=patrol.client_id, number=0, fixes=fixes)
