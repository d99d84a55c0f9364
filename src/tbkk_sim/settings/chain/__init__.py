"""Settings of the chain after a case."""
