"""The tables of a run, as files and as data frames."""
