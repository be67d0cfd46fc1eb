"""What patrols tell the rest of the house, without knowing who listens."""

from django.dispatch import Signal

# Sent when a patrol has been written, inside its transaction. kwargs: patrol (Patrol), at (datetime of the submission).
patrol_taken = Signal()

# Sent once per OPEN finding, inside the transaction that writes the patrol: a listener that fails undoes the patrol.
# kwargs: finding (Finding, its patrol and item loaded), at (datetime of the submission).
finding_recorded = Signal()

# Sent once per OPEN finding of which a supplement tells more, inside the transaction that writes the supplement.
# kwargs: finding (its patrol loaded), facts (what is told anew, by the names of ``FindingIn.facts``), photos (uploads that
# it had not got yet), at (datetime of the supplement).
finding_supplemented = Signal()

# Sent when somebody sets out, or a phone is made ready for it. kwargs: post, today, reaches (their numbers), findings (numbers
# of the last ones there), most (so many problems of each reach). Each listener answers with a ``facts.before.Standing``.
before_asked = Signal()
