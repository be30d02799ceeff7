"""The services: each owns its words, its stream and its data."""
