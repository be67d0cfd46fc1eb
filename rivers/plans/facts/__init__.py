"""What pages, totals and workbooks show of plans: reads and words, never writes."""
