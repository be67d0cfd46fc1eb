"""Who is chief of which reach, and since when; the chief list and its import."""
