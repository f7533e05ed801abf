"""The `nexus` command."""
