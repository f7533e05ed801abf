"""Being here puts this folder on the import path, so that the reproductions find `content_files`."""
