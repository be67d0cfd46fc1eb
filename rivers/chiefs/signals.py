"""What chiefs ask of those who reckon with tenures, before one is written (decision 0007: rivers knows no patrols)."""

from django.dispatch import Signal

# appointments (list of rules.Appointment), today: each listener answers with a rules.Effect, or None if it sees none.
chiefs_planned = Signal()
