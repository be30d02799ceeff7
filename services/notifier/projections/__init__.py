"""What notifier knows: one file per read model."""
