"""Sections, monthly water quality, the limits of the standard."""
