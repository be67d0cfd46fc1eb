"""What ships with the app, where ``load_defaults`` looks for it."""

from patrols.appeals.defaults import load as load_appeals
from patrols.norms.defaults import load as load_norms
from patrols.oddities.defaults import load as load_oddities
from patrols.tracks.defaults import load as load_tracks

__all__ = ["load"]


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    return load_norms() + load_tracks() + load_appeals() + load_oddities()
