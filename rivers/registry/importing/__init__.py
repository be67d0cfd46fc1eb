"""Rivers and reaches at the import desk, and how the rooms above find what a row names."""

from rivers.registry.importing.reaches import KIND as REACHES
from rivers.registry.importing.rivers import KIND as RIVERS

__all__ = ["REACHES", "RIVERS"]
