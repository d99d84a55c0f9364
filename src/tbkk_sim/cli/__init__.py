"""The command line; with config, the only package that knows Hydra."""
