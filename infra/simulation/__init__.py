"""A deterministic world in which everything goes wrong: one seed decides all, and reproduces it bit for bit."""
