"""When, to whom, and what next: pure, standard library and messages only. `decide` is the one door."""
