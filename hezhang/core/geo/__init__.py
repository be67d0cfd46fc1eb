"""Positions, lines and areas on the ground: datums, lengths, encoded lines, simplification, what lies near. Order everywhere: latitude, longitude."""
