"""The evening when everybody books at once: `make bench-opening`."""
