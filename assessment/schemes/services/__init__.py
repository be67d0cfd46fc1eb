"""How an office keeps its rules. Each service checks its rule, and is journalled."""

from assessment.schemes.services.scheme_data import errors_of
from assessment.schemes.services.schemes import is_fixed, read_scheme, save_scheme

__all__ = ["errors_of", "is_fixed", "read_scheme", "save_scheme"]
