"""What the import desk takes for the ledger: an office's existing ledger, and a superior's 销号清单."""

from issues.ledger.importing import closures
from issues.ledger.importing.kind import KIND

__all__ = ["KIND", "closures"]
