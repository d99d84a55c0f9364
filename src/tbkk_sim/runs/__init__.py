"""Many futures of one settings, and what they say."""
