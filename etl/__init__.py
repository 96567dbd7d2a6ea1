"""From source to warehouse: the only code that touches the network or writes the warehouse."""
