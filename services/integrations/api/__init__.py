"""What integrations is asked."""
