"""What staff see in the browser: each screen takes plain values and answers with HTML. No store, no rule."""
