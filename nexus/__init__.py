"""Nexus: what one learner solved, the next finds in a minute, with its source."""
