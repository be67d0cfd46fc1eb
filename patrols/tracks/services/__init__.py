"""What is done with tracks."""

from patrols.tracks.services.erasing import erase
from patrols.tracks.services.measuring import fixes_of_patrol, rule_at, settle, settle_all
from patrols.tracks.services.taking import attach_track, take_chunk

__all__ = ["attach_track", "erase", "fixes_of_patrol", "rule_at", "settle", "settle_all", "take_chunk"]
