"""Long-running work: jobs with progress, the outbox, and who runs what."""
