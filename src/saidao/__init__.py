"""Saidao: what a city says about its industries, beside what its industries do."""

__version__ = "0.1.0"
