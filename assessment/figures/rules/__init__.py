"""Pure arithmetic and its words."""
