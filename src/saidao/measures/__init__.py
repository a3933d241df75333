"""The kernels on data frames: pandas, polars, Arrow and GeoPandas in, the same kind out.

Every function names columns; what comes back is a table of the kind that was given.
Importing this package loads no kernel: numba is loaded by the first distance-based test.
"""

from __future__ import annotations

from saidao.measures.clusters import (
    ClustersByIndustry,
    FoundClusters,
    clusters,
    clusters_by_industry,
)
from saidao.measures.growth import dynamic_shift_share, shift_share
from saidao.measures.indices import concentration, location_quotient, specialisation
from saidao.measures.plants import coagglomeration, ellison_glaeser
from saidao.measures.points import (
    Localisation,
    duranton_overman,
    marcon_puech,
    marcon_puech_density,
)

__all__ = [
    "ClustersByIndustry",
    "FoundClusters",
    "Localisation",
    "clusters",
    "clusters_by_industry",
    "coagglomeration",
    "concentration",
    "duranton_overman",
    "dynamic_shift_share",
    "ellison_glaeser",
    "location_quotient",
    "marcon_puech",
    "marcon_puech_density",
    "shift_share",
    "specialisation",
]
