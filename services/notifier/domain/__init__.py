"""What notifier decides."""
