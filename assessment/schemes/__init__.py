"""The rules: a versioned scheme of groups, indicators and bands."""
