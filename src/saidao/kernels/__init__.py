"""Arrays in, arrays out: concentration and clustering, forecasts, scores, attainment.

Kernels know nothing of Saidao's records: they import numpy, scipy, numba and each other,
raise the builtins' exceptions, take randomness as ``rng``, and can be lifted out as they
are.
"""
