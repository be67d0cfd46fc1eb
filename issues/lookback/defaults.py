"""How many are looked at again: proposals that every office may edit."""

from hezhang.core.kernel.defaults import add_missing
from issues.clocks.choices import Severity
from issues.lookback.models import LookBackRule

# No source names a share: 苍南 looks again at all that the city named, 常州 at a sample. All grave ones, and of each town
# at least one, so that nobody's work is never seen.
SHARES = [(Severity.MAJOR, 100, 0), (Severity.SERIOUS, 30, 0), (Severity.MINOR, 10, 1)]


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    rows = [LookBackRule(severity=grade, percent=share, at_least=least) for grade, share, least in SHARES]
    return add_missing(rows, "severity")
