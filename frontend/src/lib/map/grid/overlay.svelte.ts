/** The grid on the map: loads what is in view, paints it by classes, says what it shows. */
import type { FeatureCollection } from 'geojson'
import type { Map as MapLibre } from 'maplibre-gl'
import type { Failure } from '../../resources'
import { ResourceError } from '../../resources'
import { HexLayer, type Paint } from './HexLayer'
import {
  type Asked,
  type Box,
  type GridLevel,
  type HexTile,
  hexTile,
  pointTile,
  resolutionAt,
  tilesIn,
  type ValueHeader,
  webTiles,
} from './loading'
import { PointLayer } from './PointLayer'
import { classIn, cuts, type Scale } from './ramp'

export interface GridShape {
  key: string
  synthetic: boolean
  levels: readonly GridLevel[]
  points: number
  points_from_zoom: number
}

export interface Look {
  /** Red, green, blue of the classes from the lowest up. */
  ramp: readonly (readonly [number, number, number])[]
  line: readonly [number, number, number]
  dot: readonly [number, number, number]
}

/** What lies under the pointer. */
export interface Hit {
  /** H3 id as people write it. */
  cell: string
  value: number
  count: number
  establishments: number
  few: boolean
  unsure: boolean
}

/** Hexagons with how they are filled. */
export interface FirstTile extends Paint {
  corners: Float32Array
  cells: number
}

/** A hexagon of a list. */
export interface Ranked extends Hit {
  lon: number
  lat: number
}

/** So many hexagons in view are listed. */
const LISTED = 20

/** From here on establishments are shown one by one. */
const POINTS_FROM = 14
/** Tiles further away than this many loads are forgotten. */
const KEPT = 120

/** How many places (lon, lat, lon, lat ...) lie in a view. */
function insideOf(degrees: Float32Array, [west, south, east, north]: Box): number {
  let found = 0
  for (let i = 0; i + 1 < degrees.length; i += 2) {
    const [lon, lat] = [degrees[i] as number, degrees[i + 1] as number]
    if (lon >= west && lon <= east && lat >= south && lat <= north) found += 1
  }
  return found
}

export class GridOverlay {
  readonly hexes = new HexLayer('hexes')
  readonly points = new PointLayer('points')
  /** Whether something that is in view is still on its way. */
  pending = $state(false)
  failure = $state.raw<Failure | undefined>()
  /** Lower ends of the classes. */
  lows = $state.raw<readonly number[]>([])
  /** Hexagons in view by class. */
  perClass = $state.raw<ReadonlyMap<number, number>>(new Map())
  /** Hexagons in view with the highest values, highest first. */
  top = $state.raw<readonly Ranked[]>([])
  /** Outline of a hexagon that a list points at. */
  pointed = $state.raw<FeatureCollection | undefined>()
  city = $state<number | null>(null)
  resolution = $state<number | null>(null)
  /** Hexagons of the first view, which are shown before there is a map to draw them. */
  first = $state.raw<readonly FirstTile[]>([])
  /** Establishments shown one by one, of how many in view; null while hexagons are shown. */
  dots = $state.raw<{ shown: number; of: number } | null>(null)

  #map: MapLibre | undefined
  #shape: GridShape | undefined
  #asked: Asked | undefined
  #scale: Scale = 'count'
  #look: Look | undefined
  #shown: ReadonlySet<number> = new Set()
  #tiles = new Map<string, HexTile & ValueHeader>()
  #inView = new Set<string>()
  #control: AbortController | undefined
  #generation = 0
  /** Whether the first picture is on the screen. */
  #sketched = false

  attach(map: MapLibre, before: string) {
    this.#map = map
    this.#sketched = false
    map.addLayer(this.hexes, before)
    map.addLayer(this.points, before)
    map.on('moveend', this.#refresh)
    this.#refresh()
  }

  detach() {
    this.#control?.abort()
    this.#map?.off('moveend', this.#refresh)
    this.#map = undefined
  }

  /** Load what a view will need before there is a map, so that its first frame is whole. */
  expect(view: Box, zoom: number) {
    const [shape, asked] = [this.#shape, this.#asked]
    if (!shape || !asked || this.#map) return
    const res = resolutionAt(zoom, shape.levels)
    const level = shape.levels.find((one) => one.res === res)
    if (!level) return
    const generation = this.#generation
    Promise.all(tilesIn(level, view).map((tile) => hexTile(asked, res, tile)))
      .then((tiles) => {
        if (generation !== this.#generation) return
        for (const tile of tiles) this.#tiles.set(tile.id, tile)
        if (this.#map) return
        this.#take(tiles, res)
        this.#tell(view)
        this.#sketched = true
        this.first = this.#firstTiles()
      })
      // The map asks again, and says so where it fails.
      .catch(() => undefined)
  }

  /** Show a selection, or nothing. */
  show(shape: GridShape | undefined, asked: Asked | undefined, scale: Scale) {
    this.#shape = shape
    this.#asked = asked
    this.#scale = scale
    this.#generation += 1
    this.#tiles.clear()
    this.lows = []
    this.first = []
    this.hexes.synthetic = shape?.synthetic ?? false
    this.points.synthetic = shape?.synthetic ?? false
    this.points.keep(new Set())
    if (!asked) {
      this.hexes.keep(new Set())
      this.perClass = new Map()
      this.top = []
      this.dots = null
    }
    this.#refresh()
  }

  paint(look: Look, shown: ReadonlySet<number>) {
    this.#look = look
    this.#shown = shown
    this.hexes.line = look.line
    this.points.colour = [look.dot[0] / 255, look.dot[1] / 255, look.dot[2] / 255, 0.9]
    for (const tile of this.#tiles.values()) this.#colour(tile)
    if (this.#sketched) this.first = this.#firstTiles()
    this.#map?.triggerRepaint()
  }

  hit(lon: number, lat: number): Hit | undefined {
    const found = this.hexes.at(lon, lat)
    const tile = found && this.#tiles.get(found.tile)
    return found && tile ? this.#hit(tile, found.cell) : undefined
  }

  /** Point at a hexagon of a list, or at none. */
  point(cell: string | undefined) {
    this.pointed = cell === undefined ? undefined : this.outline(cell)
  }

  /** The outline of a hexagon in view. */
  outline(cell: string): FeatureCollection | undefined {
    const wanted = BigInt(`0x${cell}`)
    for (const id of this.#inView) {
      const tile = this.#tiles.get(id)
      const at = tile?.ids.indexOf(wanted) ?? -1
      if (!tile || at < 0) continue
      const ring = [0, 1, 2, 3, 4, 5, 0].map((corner) => {
        const place = 2 * (6 * at + corner)
        return [tile.corners[place] as number, tile.corners[place + 1] as number]
      })
      const geometry = { type: 'Polygon' as const, coordinates: [ring] }
      return {
        type: 'FeatureCollection',
        features: [{ type: 'Feature', geometry, properties: {} }],
      }
    }
    return undefined
  }

  #hit(tile: HexTile, cell: number): Hit {
    const flag = tile.flag[cell] as number
    return {
      cell: (tile.ids[cell] as bigint).toString(16),
      value: tile.value[cell] as number,
      count: tile.count[cell] as number,
      establishments: tile.establishments[cell] as number,
      few: (flag & 1) !== 0,
      unsure: (flag & 2) !== 0,
    }
  }

  #refresh = () => {
    const [map, shape, asked] = [this.#map, this.#shape, this.#asked]
    this.#control?.abort()
    if (!map || !shape || !asked || shape.levels.length === 0) return
    const control = new AbortController()
    this.#control = control
    const bounds = map.getBounds()
    const view: Box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    this.pending = true
    this.hexes.strength = map.getZoom() >= POINTS_FROM ? 0.4 : 1
    const wanted = map.getZoom() >= POINTS_FROM ? this.#dots(view) : Promise.resolve()
    if (map.getZoom() < POINTS_FROM) {
      this.points.keep(new Set())
      this.dots = null
    }
    Promise.all([this.#hexagons(view, map.getZoom(), control.signal), wanted])
      .then(() => {
        if (!control.signal.aborted) this.failure = undefined
      })
      .catch((problem: unknown) => {
        if (control.signal.aborted) return
        this.failure =
          problem instanceof ResourceError
            ? problem.failure
            : { kind: 'server', detail: String(problem) }
      })
      .finally(() => {
        if (this.#control === control) this.pending = false
      })
  }

  async #hexagons(view: Box, zoom: number, signal: AbortSignal) {
    const [shape, asked] = [this.#shape, this.#asked]
    if (!shape || !asked) return
    const res = resolutionAt(zoom, shape.levels)
    const level = shape.levels.find((one) => one.res === res)
    if (!level) return
    const generation = this.#generation
    const ids = tilesIn(level, view)
    const tiles = await Promise.all(
      ids.map((tile) => this.#tiles.get(`${res}/${tile}`) ?? hexTile(asked, res, tile)),
    )
    if (signal.aborted || generation !== this.#generation) return
    for (const tile of tiles) this.#tiles.set(tile.id, tile)
    this.#take(tiles, res)
    // Only one resolution is shown at a time; what was seen before may be seen again.
    this.hexes.keep(new Set([...this.#tiles.keys()].filter((id) => id.startsWith(`${res}/`))))
    for (const tile of tiles) {
      if (!this.hexes.has(tile.id)) this.hexes.put(tile.id, tile.corners, this.#colours(tile))
      else this.#colour(tile)
    }
    for (const id of this.#tiles.keys()) {
      if (this.#tiles.size <= KEPT) break
      if (!this.#inView.has(id)) {
        this.#tiles.delete(id)
        this.hexes.drop(id)
      }
    }
    this.#tell(view)
  }

  /** What is in view now, and its classes. */
  #take(tiles: readonly (HexTile & ValueHeader)[], res: number) {
    this.city = tiles[0]?.city ?? null
    const another = this.resolution !== res || this.lows.length === 0
    this.resolution = res
    this.#inView = new Set(tiles.map((tile) => tile.id))
    if (another)
      this.lows = cuts(
        tiles.map((tile) => tile.value),
        this.#scale,
      )
  }

  async #dots(view: Box) {
    const [asked, control] = [this.#asked, this.#control]
    if (!asked || !control) return
    const tiles = webTiles(view, POINTS_FROM)
    const made = await Promise.all(tiles.map((tile) => pointTile(asked, tile, control.signal)))
    if (control.signal.aborted) return
    this.points.keep(new Set(made.map((tile) => tile.id)))
    for (const tile of made) {
      if (!this.points.has(tile.id)) this.points.put(tile.id, tile.degrees, tile.rows)
    }
    let [shown, of, left] = [0, 0, 0]
    for (const tile of made) {
      const here = insideOf(tile.degrees, view)
      shown += here
      // Of a tile that is sent in part, the same part is taken to lie in view.
      of += tile.rows.length > 0 ? Math.round((here * tile.of) / tile.rows.length) : 0
      left += tile.of - tile.rows.length
    }
    if (left === 0) of = shown
    this.dots = { shown, of }
  }

  /** Count the hexagons in view by class, and find the highest. */
  #tell([west, south, east, north]: Box) {
    const counts = new Map<number, number>()
    const seen: { tile: HexTile; cell: number; value: number }[] = []
    for (const id of this.#inView) {
      const tile = this.#tiles.get(id)
      if (!tile) continue
      for (let cell = 0; cell < tile.cells; cell += 1) {
        const [lon, lat] = [
          tile.corners[12 * cell] as number,
          tile.corners[12 * cell + 1] as number,
        ]
        if (lon < west || lon > east || lat < south || lat > north) continue
        const level = classIn(tile.value[cell] as number, this.lows)
        if (level < 0) continue
        counts.set(level, (counts.get(level) ?? 0) + 1)
        seen.push({ tile, cell, value: tile.value[cell] as number })
      }
    }
    this.perClass = counts
    seen.sort((a, b) => b.value - a.value)
    this.top = seen.slice(0, LISTED).map(({ tile, cell }) => {
      let [lon, lat] = [0, 0]
      for (let corner = 0; corner < 6; corner += 1) {
        lon += (tile.corners[2 * (6 * cell + corner)] as number) / 6
        lat += (tile.corners[2 * (6 * cell + corner) + 1] as number) / 6
      }
      return { ...this.#hit(tile, cell), lon, lat }
    })
  }

  #firstTiles(): FirstTile[] {
    return [...this.#tiles.values()].map((tile) => ({ ...tile, ...this.#colours(tile) }))
  }

  #colour(tile: HexTile) {
    this.hexes.paint(tile.id, this.#colours(tile))
  }

  #colours(tile: HexTile) {
    const colours = new Uint8Array(4 * tile.cells)
    const mark = new Uint8Array(tile.cells)
    const ramp = this.#look?.ramp ?? []
    for (let cell = 0; cell < tile.cells; cell += 1) {
      const level = classIn(tile.value[cell] as number, this.lows)
      const shade = ramp[level]
      if (!shade) continue
      colours[4 * cell] = shade[0]
      colours[4 * cell + 1] = shade[1]
      colours[4 * cell + 2] = shade[2]
      colours[4 * cell + 3] = this.#shown.has(level) ? 225 : 26
      // What rests on few establishments, or may as well be chance, is hatched.
      if (this.#scale !== 'count' && ((tile.flag[cell] as number) & 3) !== 0) mark[cell] = 1
    }
    return { colours, mark }
  }
}
