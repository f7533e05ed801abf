"""The reference itself: topics, entries, solutions, revisions, receipts, links."""
