"""What holds for lists of leads until an office says otherwise."""

from hezhang.core.kernel.defaults import add_missing
from issues.leads.choices import LIMITS
from issues.leads.models import LeadLimit


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    return add_missing([LeadLimit(what=what, amount=amount) for what, amount in LIMITS.items()], "what")
