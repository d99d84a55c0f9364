"""Composition of settings from conf/ and overrides; with cli, the only package that knows Hydra."""
