"""What boards ask of the rooms above, which they must not import (decision 0007)."""

from django.dispatch import Signal

# reaches (list of Reach), day: each listener answers {number of the reach: list of rules.Fact}.
facts_asked = Signal()
