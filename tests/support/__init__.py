"""What several tests need: servers of their own, builders, fakes."""
