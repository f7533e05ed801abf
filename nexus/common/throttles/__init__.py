"""How much one person, token or address may ask for: buckets that fill again evenly."""
