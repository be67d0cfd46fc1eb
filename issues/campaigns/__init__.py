"""督查、双随机抽查、专项行动: reaches and teams drawn by lot, a check list on the spot, findings into leads, a circular at the end."""
