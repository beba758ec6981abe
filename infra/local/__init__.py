"""The local cloud: everything a laptop needs to run the service with no account anywhere."""
