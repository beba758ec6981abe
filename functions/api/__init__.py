"""The clinic's API: what is asked and answered, and who may ask it."""
