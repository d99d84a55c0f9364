"""Invariants that the event log of every replication satisfies."""
