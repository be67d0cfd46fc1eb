"""Gathers what the import desk takes for the rooms."""

from rivers.chiefs.importing import KIND as CHIEFS

__all__ = ["CHIEFS"]
