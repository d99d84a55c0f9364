"""The parts that all reports share: the frame of a page, charts, phrases in two languages, numbers, commands."""
