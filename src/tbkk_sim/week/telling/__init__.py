"""Accounts in words, and the sentences that a head of unit can mark."""
