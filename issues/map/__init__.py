"""What the ledger adds to the map of the rivers: problems as points, and reaches coloured by their problems."""
