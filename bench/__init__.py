"""Benchmarks: ratios to a peer or to a naive run in the same process, never tests."""
