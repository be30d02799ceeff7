"""Papers that staff print."""
