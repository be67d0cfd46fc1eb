"""Pages of the journal: audit itself lies below the list kit."""
