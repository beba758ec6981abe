"""What packaging makes ready, so that a container need not: parsed data, compiled patterns, bytecode, AWS's shapes."""
