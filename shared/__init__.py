"""What every service stands on: contracts, event store, messaging, web."""
