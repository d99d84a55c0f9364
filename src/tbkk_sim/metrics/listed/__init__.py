"""Lists of the key figures that every run has, by subject: the catalogue puts them together."""
