"""The workbook that a leader takes away."""
