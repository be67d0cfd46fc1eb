"""The figures: what is counted, from which rows, and how it becomes points."""
