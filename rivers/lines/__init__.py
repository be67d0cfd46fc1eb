"""Where rivers lie: the line of each reach, the outline of a lake."""
