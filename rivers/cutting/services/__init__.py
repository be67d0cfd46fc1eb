"""Splitting, joining, and the way back on the same day."""

from rivers.cutting.services.foretelling import foretell_join, foretell_split
from rivers.cutting.services.joining import join_reaches
from rivers.cutting.services.splitting import split_reach
from rivers.cutting.services.undoing import since, undo_cut

__all__ = ["foretell_join", "foretell_split", "join_reaches", "since", "split_reach", "undo_cut"]
