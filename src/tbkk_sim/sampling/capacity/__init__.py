"""People who come otherwise than by hiring for posts, and overtime, decided before the clock starts."""
