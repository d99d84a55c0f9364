"""The chain: what comes after a case, and what its work waits for."""
