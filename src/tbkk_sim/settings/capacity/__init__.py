"""Capacity that does not come by hiring for posts."""
