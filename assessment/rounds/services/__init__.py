"""What can be done with a round: each verb of its workflow table is one function here; beside them, its seal."""

from assessment.rounds.services.entries import add_entry, override, withdraw_entry
from assessment.rounds.services.rounds import compute, freeze, open_
from assessment.rounds.services.sealing import digest_of, verify_digest

__all__ = [
    "add_entry",
    "compute",
    "digest_of",
    "freeze",
    "open_",
    "override",
    "verify_digest",
    "withdraw_entry",
]
