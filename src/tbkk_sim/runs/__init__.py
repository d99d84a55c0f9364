"""Many replications of one settings, and what they say."""
