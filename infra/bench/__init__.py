"""`make bench`: what the service costs in processor, memory, time and money, against floors and targets."""
