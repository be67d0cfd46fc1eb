"""Pages of walks, by subject."""
