"""How an office keeps its rules. Each service checks its rule, and is journalled."""

from assessment.schemes.services.scheme_data import errors_of
from assessment.schemes.services.schemes import edit_scheme, is_fixed, mark, newest_of, read_scheme

__all__ = ["edit_scheme", "errors_of", "is_fixed", "mark", "newest_of", "read_scheme"]
