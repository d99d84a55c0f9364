"""Sentences of a run on capacity that does not come by hiring for posts."""
