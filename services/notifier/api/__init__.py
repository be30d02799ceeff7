"""What notifier is asked."""
