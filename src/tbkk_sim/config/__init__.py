"""From conf/ and overrides to settings; with cli, the only package that knows Hydra."""
