"""The page, figures and screen of a tuning study."""
