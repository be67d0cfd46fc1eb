"""What the leader takes away: a workbook, read from stored scores."""
