"""Pages of patrols, by subject."""
