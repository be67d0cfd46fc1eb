"""Assets at the water (outfalls, intakes, sluices …) and the dossier of a river: kinds and fields are data, values are dated."""
