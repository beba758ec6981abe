"""What talks to the world: the table, the provider, the queues, the clock. boto3 and twilio appear only here."""
