"""Milestones and links after the file: tables, figures, sentences and warnings."""
