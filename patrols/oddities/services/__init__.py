"""Oddities: looked for among the walks that came, and what is said of them."""

from patrols.oddities.services.checking import check_oddity, explain_oddity, undo_check
from patrols.oddities.services.looking import look

__all__ = ["check_oddity", "explain_oddity", "look", "undo_check"]
