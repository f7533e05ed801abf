"""Reading the change log: what happened, and who may hear of it. Streams and webhooks follow it."""
