"""Pages that a browser opens: one self-contained file each, without script."""
