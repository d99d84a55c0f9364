"""Settings of the chain after a case, and of the laboratory."""
