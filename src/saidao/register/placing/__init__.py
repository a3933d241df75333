"""Where establishments stand: coordinates put right, districts and cells found, addresses placed.

Arrays in, arrays out. The modules load numba, shapely or pyproj when they are imported, so
import them where a register is read and not before.
"""
