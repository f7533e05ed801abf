"""One module for each resource; a view parses, calls a service or selector, and presents."""
