"""An office's existing ledger at the import desk."""

from issues.ledger.importing.kind import KIND

__all__ = ["KIND"]
