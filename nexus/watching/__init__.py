"""How a running hub is seen: health, metrics, logs, errors, and what its settings get wrong."""
