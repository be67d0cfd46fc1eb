"""离任交水: what a chief who leaves hands over, on a sheet that both sign."""
