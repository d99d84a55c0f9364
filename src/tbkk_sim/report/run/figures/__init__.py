"""The figures of one run: each a pure function from a finished run to a page."""
