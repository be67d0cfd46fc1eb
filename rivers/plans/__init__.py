"""一河一策 and what is planned for a year: five lists that hang together, and what has been done of them."""
