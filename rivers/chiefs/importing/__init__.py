"""Chief lists the way offices keep them: the desk's rows → lines → wanted registry → plan → services."""

from rivers.chiefs.importing.kind import KIND, plan

__all__ = ["KIND", "plan"]
