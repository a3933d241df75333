"""Keep numpy's linear algebra to one thread; to be imported before numpy.

Thousands of small systems are solved ten times faster so on a busy machine: threads that
wait for each other cost more than they bring.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
