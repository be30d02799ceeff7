"""What integrations shows: the feed, and who may read it."""
