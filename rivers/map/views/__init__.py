"""Pages and parts of the map."""
