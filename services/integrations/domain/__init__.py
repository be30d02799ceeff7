"""What integrations decides."""
