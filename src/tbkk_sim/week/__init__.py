"""A week at a unit, read from the events of one replication: first as facts, then in words."""
