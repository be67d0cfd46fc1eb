"""Gathers what the import desk takes for the rooms."""

from patrols.walks.importing import KIND as PATROLS

__all__ = ["PATROLS"]
