"""Writes to families: what was composed, what was sent, and when."""
