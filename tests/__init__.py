"""A package by name, so that no library that ships its own `tests` is taken for it."""
