"""How the lines of a text hang together: layout, joins, splits, and what each line is."""
