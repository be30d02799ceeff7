"""What a change can break: `python -m tests.run` runs all of it."""
