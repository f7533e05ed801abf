"""Kept and moved: backups, restores and exports of a whole hub, on both databases."""
