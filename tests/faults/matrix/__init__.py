"""Faults made to happen to a hub on services under load: `make faults`."""
