"""Accounts as facts: what the events of one replication say of a week at a unit."""
