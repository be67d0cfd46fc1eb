"""What patrols tell the rest of the house, without knowing who listens."""

from django.dispatch import Signal

# Sent once per OPEN finding, inside the transaction that writes the patrol: a listener that fails undoes the patrol.
# kwargs: finding (Finding, its patrol and item loaded), at (datetime of the submission).
finding_recorded = Signal()
