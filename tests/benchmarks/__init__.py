"""How fast the backbone is, beside its peers, in the same run: `make bench`."""
