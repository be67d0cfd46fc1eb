"""Signboards at the import desk."""

from rivers.boards.importing.kind import KIND

__all__ = ["KIND"]
