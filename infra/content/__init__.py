"""For whoever writes and signs the words: reading grades, coverage of the facts, review, the printed booklet."""
