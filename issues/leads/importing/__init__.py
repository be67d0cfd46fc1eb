"""Lists of leads at the import desk: remote-sensing spots, a hotline's orders, a list from above."""

from issues.leads.importing.kind import KIND

__all__ = ["KIND"]
