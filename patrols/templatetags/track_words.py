"""Whether a page may offer the track."""

from django import template

from patrols.tracks.models import TrackRule
from patrols.tracks.rules.admitting import takes_tracks
from rivers.registry.models import Reach

register = template.Library()


@register.filter
def takes_tracks_of(reach: Reach) -> bool:
    """Whether the district of this reach takes tracks at all; off as shipped."""
    return bool(takes_tracks(TrackRule.objects.in_force(reach.region_id).first()))
