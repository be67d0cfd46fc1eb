"""总河长、副总河长: who heads the river chiefs of a region, from a day to a day."""
