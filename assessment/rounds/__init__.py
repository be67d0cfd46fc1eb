"""The rounds: towns scored over a span, entries by hand, sealing."""
