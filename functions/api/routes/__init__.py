"""What each address of the API does, by subject: one operation called, one answer given."""
