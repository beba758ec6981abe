"""How it runs: one file per Lambda function here; below it the adapters and the operations they serve."""

import os

from functions import collecting

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:  # here, before anything else is imported; nowhere but in a container
    collecting.rest()
