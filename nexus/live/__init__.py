"""The web process: answers kept ready, streams of events, and Django behind both."""
