"""Everything that the API's description allows, and what it does not, asked of a running hub."""
