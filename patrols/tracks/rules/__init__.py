"""What a track is, and whose: pure functions over points, numbers and loaded rows."""

from patrols.tracks.rules.admitting import fixes_of, may_attach, of_the_walk, takes_tracks
from patrols.tracks.rules.covering import WITHIN_M, share_walked
from patrols.tracks.rules.fixes import POOR_M, Dropped, Fix
from patrols.tracks.rules.measuring import GAP_S, Gap, Track, measure
from patrols.tracks.rules.words import length_words, track_words

__all__ = [
    "GAP_S",
    "POOR_M",
    "WITHIN_M",
    "Dropped",
    "Fix",
    "Gap",
    "Track",
    "fixes_of",
    "length_words",
    "may_attach",
    "measure",
    "of_the_walk",
    "share_walked",
    "takes_tracks",
    "track_words",
]
