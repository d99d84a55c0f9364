"""Prices as the key figures of costs read them."""
