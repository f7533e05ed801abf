"""A real day on the hub, faster and faster: `make load`."""
