"""One module per kind: a section of the tree → drafts of statements."""
