"""What is sent to the API and what it answers, by subject. Each field has its bounds and an example."""
