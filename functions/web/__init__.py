"""The console on the web: what is asked and answered, who may ask, and how signing in goes."""
