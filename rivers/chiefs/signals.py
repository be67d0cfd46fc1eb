"""What chiefs ask of those who reckon with tenures, before one is written (decision 0007: rivers knows no patrols)."""

from django.dispatch import Signal

# appointments (list of rules.Appointment), today: each listener answers with a rules.Effect, or None if it sees none.
chiefs_planned = Signal()
# tenures (list of Tenure), on (their last day), today: asked before they end; each listener answers with sentences.
chiefs_leaving = Signal()
# ended (list of rules.Ended), begun (Tenure or None), post (the Post that ended with them, or None), by: it is written.
chiefs_changed = Signal()
