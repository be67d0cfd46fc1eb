"""What an office does with a round. Each service checks its rule under the round's lock, and is journalled."""

from assessment.rounds.services.entries import add_entry, override, withdraw_entry
from assessment.rounds.services.rounds import compute, freeze, open_round
from assessment.rounds.services.sealing import digest_of, verify_digest

__all__ = [
    "add_entry",
    "compute",
    "digest_of",
    "freeze",
    "open_round",
    "override",
    "verify_digest",
    "withdraw_entry",
]
