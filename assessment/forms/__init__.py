"""Forms of the assessment."""

from assessment.forms.rounds import EntryForm, OverrideForm, RoundForm, current_scheme, take_errors
from assessment.forms.schemes import SchemeSheet

__all__ = ["EntryForm", "OverrideForm", "RoundForm", "SchemeSheet", "current_scheme", "take_errors"]
