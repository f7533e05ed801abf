"""Everything that can be written: each mutation calls one service."""
