"""The published language: importing this package declares every public event."""

from shared.contracts import accounts, billing, bookings, households, notifier

__all__ = ["accounts", "billing", "bookings", "households", "notifier"]
