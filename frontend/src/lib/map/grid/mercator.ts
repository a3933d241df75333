/** Web Mercator as MapLibre has it: the world is the unit square, y grows southwards. */

export function mercatorX(lon: number): number {
  return (180 + lon) / 360
}

export function mercatorY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180)
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
}

export function degreesLon(x: number): number {
  return 360 * x - 180
}

export function degreesLat(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
}

/**
 * Positions in degrees (lon, lat, lon, lat ...) relative to an origin in Mercator units.
 * Single precision is enough for what lies near its origin, at every zoom.
 */
export function relative(degrees: Float32Array, origin: readonly [number, number]): Float32Array {
  const out = new Float32Array(degrees.length)
  for (let i = 0; i + 1 < degrees.length; i += 2) {
    out[i] = mercatorX(degrees[i] as number) - origin[0]
    out[i + 1] = mercatorY(degrees[i + 1] as number) - origin[1]
  }
  return out
}

/** A map matrix moved to an origin, in double precision before it is made single. */
export function movedMatrix(
  matrix: ArrayLike<number>,
  origin: readonly [number, number],
): Float32Array {
  const moved = Float64Array.from(matrix)
  for (let row = 0; row < 4; row += 1) {
    moved[12 + row] =
      (moved[12 + row] as number) +
      (moved[row] as number) * origin[0] +
      (moved[4 + row] as number) * origin[1]
  }
  return new Float32Array(moved)
}
