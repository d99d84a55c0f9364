"""Key figures, computed from the event log of a replication."""
