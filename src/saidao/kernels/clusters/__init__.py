"""Clusters of an industry that chance would not give, free of administrative borders."""

from saidao.kernels.clusters.control import Control
from saidao.kernels.clusters.detection import Cluster, Clustering, clusters_in, find_clusters
from saidao.kernels.clusters.lineage import Change, match_clusters

__all__ = [
    "Change",
    "Cluster",
    "Clustering",
    "Control",
    "clusters_in",
    "find_clusters",
    "match_clusters",
]
