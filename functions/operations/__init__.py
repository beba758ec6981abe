"""What the functions do: load, decide, commit, deliver."""
