"""From conf/ and overrides to settings; the only package that knows Hydra."""
