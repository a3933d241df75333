"""The kernels on data frames: pandas, polars, Arrow and GeoPandas in, the same kind out."""
