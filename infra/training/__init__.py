"""Teaching the reader: labelled texts, training, and an honest account of what it misses. Never deployed."""
