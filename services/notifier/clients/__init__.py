"""The owners of addresses and names, asked at the moment of sending."""
