"""Discrete-event workload simulator for the Dutch TBKK teams: queues, hours, people and plans."""

__version__ = "0.1.0"
