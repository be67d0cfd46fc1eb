"""What a handover asks of those who keep something by reach or by chief, before and when somebody leaves (decision 0007)."""

from django.dispatch import Signal

# post (who leaves), reaches (list of Reach), on (the last day), today: each listener answers with a list of rules.Left.
left_behind = Signal()
