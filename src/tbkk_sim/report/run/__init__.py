"""The report of one run: page, summary and screen."""
