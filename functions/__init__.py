"""How it runs: one file per Lambda function here; below it the adapters and the operations they serve."""
