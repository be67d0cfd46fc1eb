"""What pages show of the water."""
