"""The integrators' side: one ordered feed of all public events, and the keys to read it."""
