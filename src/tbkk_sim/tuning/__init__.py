"""Tuning: how many people, where and when, with the probability that the answer is right."""
