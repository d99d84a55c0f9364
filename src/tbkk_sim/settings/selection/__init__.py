"""The settings of what is taken up, in which order, and how cases are treated."""
