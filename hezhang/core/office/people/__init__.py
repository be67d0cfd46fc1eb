"""Pages of people, departments and regions: accounts itself lies below the list kit."""
