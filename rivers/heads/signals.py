"""What heads tell: which of them ended with a post (decision 0007)."""

from django.dispatch import Signal

# ended (list of (HeadTenure, the last day it had before or None)), post (already ended), by: it is written.
heads_ended = Signal()
