"""Pages of messages: notify itself lies below the list kit."""
