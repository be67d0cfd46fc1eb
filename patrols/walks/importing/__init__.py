"""Walks that another system or a paper log has kept, at the import desk."""

from patrols.walks.importing.kind import KIND

__all__ = ["KIND"]
