"""The chain around the teams."""
