"""What an office does with an assessment. Each service checks its rule under the round's lock, and is journalled."""

from assessment.services.entries import add_entry, override, withdraw_entry
from assessment.services.rounds import compute, freeze, open_round
from assessment.services.scheme_data import errors_of as scheme_errors
from assessment.services.schemes import is_fixed, read_scheme, save_scheme
from assessment.services.sealing import digest_of, verify_digest

__all__ = [
    "add_entry",
    "compute",
    "digest_of",
    "freeze",
    "is_fixed",
    "open_round",
    "override",
    "read_scheme",
    "save_scheme",
    "scheme_errors",
    "verify_digest",
    "withdraw_entry",
]
