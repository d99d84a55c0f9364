"""The page, figures and screen of a comparison or a study."""
