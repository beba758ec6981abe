"""What Aftercare says and hears: pure, standard library only."""
