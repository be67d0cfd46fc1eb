"""请核实: what is odd about a walk, said with its figures to the office; never held against anybody by itself."""
