"""What the other services answer, by its names: what is read, and how a page may name it."""
