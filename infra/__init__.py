"""Where it runs: resources, stages, packaging, the local cloud, the operator's command line."""
