"""The registry itself: rivers and their reaches, nested by tier."""
