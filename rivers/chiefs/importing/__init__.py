"""Import of chief lists the way offices keep them: sheet → grid → heading → lines → wanted registry → plan → services."""
