"""Pages of the water."""
