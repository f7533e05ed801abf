"""Evidence: which statement supports which entry, how that was decided, by whom."""
