"""The chain after a case: files wait for a decision and a hearing, or for a place; the teams do not notice."""
