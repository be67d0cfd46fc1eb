"""One map for rivers, reaches and whatever stands beside them, as of any day."""
