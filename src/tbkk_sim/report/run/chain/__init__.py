"""Milestones, links after the file and the laboratory: tables, figures, sentences and warnings."""
