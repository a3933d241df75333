/** Which tiles of the grid a view needs, and their hexagons, values and points. */
import { fetchArrays } from './arrays'

export interface GridTile {
  id: string
  cells: number
  bounds: number[]
}

export interface GridLevel {
  res: number
  cells: number
  tiles: GridTile[]
}

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number]

/** A tile of hexagons with the values of a selection; `NaN` where there are none of it. */
export interface HexTile {
  id: string
  corners: Float32Array
  cells: number
  establishments: Uint32Array
  /** H3 ids. */
  ids: BigUint64Array
  value: Float32Array
  count: Uint32Array
  flag: Uint8Array
}

export interface Asked {
  register: string | null
  industry: string
  code: string
  measure: string
  weight: string
  key: string
}

/** Up to so many hexagons are loaded in one piece. */
const WHOLE = 6000

/** The resolution whose hexagons are about as wide as a fingertip at a zoom. */
export function resolutionAt(zoom: number, levels: readonly GridLevel[]): number {
  const wanted = zoom < 8.6 ? 5 : zoom < 9.7 ? 6 : zoom < 10.9 ? 7 : zoom < 12.3 ? 8 : 9
  const there = levels.map((level) => level.res)
  return Math.min(Math.max(wanted, Math.min(...there)), Math.max(...there))
}

/** Ids of the tiles that a view needs; the empty id is the whole level. */
export function tilesIn(level: GridLevel, view: Box): string[] {
  if (level.cells <= WHOLE) return ['']
  return level.tiles
    .filter(
      ({ bounds: [west = 0, south = 0, east = 0, north = 0] }) =>
        west <= view[2] && east >= view[0] && south <= view[3] && north >= view[1],
    )
    .map((tile) => tile.id)
}

interface Outline {
  corners: Float32Array
  ids: BigUint64Array
  establishments: Uint32Array
}

const outlines = new Map<string, Promise<Outline>>()

/** Corners of the hexagons, which are the same for every industry and measure. */
function outline(asked: Asked, res: number, tile: string): Promise<Outline> {
  const key = `${asked.key} ${res} ${tile}`
  let found = outlines.get(key)
  if (!found) {
    found = fetchArrays('map/hexes', { register: asked.register, res, tile, v: asked.key })
      .then((made) => ({
        corners: made.floats('corners'),
        ids: made.longs('cell'),
        establishments: made.integers('establishments') as Uint32Array,
      }))
      .catch((problem: unknown) => {
        outlines.delete(key)
        throw problem
      })
    outlines.set(key, found)
    // The oldest go first; what is needed again comes from the browser's cache.
    if (outlines.size > 200) outlines.delete(outlines.keys().next().value as string)
  }
  return found
}

export interface ValueHeader {
  city: number | null
  synthetic: boolean
}

const begun = new Map<string, Promise<HexTile & ValueHeader>>()

/**
 * Hexagons with the values of a selection. What is on its way is not asked for again, so a
 * view that was left does not end it: the next one may need the same.
 */
export function hexTile(asked: Asked, res: number, tile: string): Promise<HexTile & ValueHeader> {
  const key = JSON.stringify([asked, res, tile])
  const found = begun.get(key)
  if (found) return found
  const made = filled(asked, res, tile).finally(() => begun.delete(key))
  begun.set(key, made)
  return made
}

async function filled(asked: Asked, res: number, tile: string): Promise<HexTile & ValueHeader> {
  const { register, industry, code, measure, weight, key } = asked
  const [shape, values] = await Promise.all([
    outline(asked, res, tile),
    fetchArrays<ValueHeader>('map/cells', {
      register,
      res,
      tile,
      industry,
      code,
      measure,
      weight,
      v: key,
    }),
  ])
  const cells = shape.corners.length / 12
  const value = new Float32Array(cells).fill(Number.NaN)
  const count = new Uint32Array(cells)
  const flag = new Uint8Array(cells)
  const [positions, given] = [values.integers('position'), values.floats('value')]
  const [counts, flags] = [values.integers('count'), values.integers('flag')]
  for (let i = 0; i < positions.length; i += 1) {
    const cell = positions[i] as number
    value[cell] = given[i] as number
    count[cell] = counts[i] as number
    flag[cell] = flags[i] as number
  }
  return {
    id: `${res}/${tile}`,
    corners: shape.corners,
    cells,
    establishments: shape.establishments,
    ids: shape.ids,
    value,
    count,
    flag,
    city: values.header.city,
    synthetic: values.header.synthetic,
  }
}

export interface PointTile {
  id: string
  degrees: Float32Array
  rows: Uint32Array
  of: number
}

export async function pointTile(
  asked: Asked,
  [z, x, y]: readonly [number, number, number],
  signal: AbortSignal,
): Promise<PointTile> {
  const { register, industry, code, key } = asked
  const made = await fetchArrays<{ of: number }>(
    `map/points/${z}/${x}/${y}`,
    { register, industry, code, v: key },
    signal,
  )
  const [lon, lat] = [made.floats('lon'), made.floats('lat')]
  const degrees = new Float32Array(2 * lon.length)
  for (let i = 0; i < lon.length; i += 1) {
    degrees[2 * i] = lon[i] as number
    degrees[2 * i + 1] = lat[i] as number
  }
  return {
    id: `${z}/${x}/${y}`,
    degrees,
    rows: made.integers('row') as Uint32Array,
    of: made.header.of,
  }
}

/** Web Mercator tiles of a view at a zoom. */
export function webTiles(view: Box, z: number): [number, number, number][] {
  const side = 2 ** z
  const column = (lon: number) => Math.floor(((lon + 180) / 360) * side)
  const row = (lat: number) => {
    const sine = Math.sin((lat * Math.PI) / 180)
    return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side)
  }
  const tiles: [number, number, number][] = []
  for (let x = Math.max(column(view[0]), 0); x <= Math.min(column(view[2]), side - 1); x += 1) {
    for (let y = Math.max(row(view[3]), 0); y <= Math.min(row(view[1]), side - 1); y += 1) {
      tiles.push([z, x, y])
    }
  }
  return tiles
}
