"""Signboards: whether they show the chief of today."""
