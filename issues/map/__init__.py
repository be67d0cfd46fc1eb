"""What the ledger adds to the map of the rivers: problems and leads as points, and reaches coloured by their problems."""
