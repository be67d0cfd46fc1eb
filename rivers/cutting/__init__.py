"""A reach is split in two, or two neighbours become one: what follows is shown first, and everything moves at once."""
