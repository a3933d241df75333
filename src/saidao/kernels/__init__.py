"""Arrays in, arrays out: forecasts, scores and the model of attainment.

Kernels know nothing of Saidao's records: they import numpy and each other, raise the
builtins' exceptions, take randomness as ``rng``, and can be lifted out as they are.
"""
