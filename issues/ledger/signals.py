"""What the page of an issue asks of the rooms above the ledger, which it must not import (decision 0007)."""

from django.dispatch import Signal

# Where an issue came from. kwargs: issue, post. Each listener answers with facts, (label, value), for the post to see.
origins_asked = Signal()
