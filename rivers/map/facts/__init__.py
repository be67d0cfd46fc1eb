"""What the map shows: lines, colours, points, and the rows of what is in view."""
