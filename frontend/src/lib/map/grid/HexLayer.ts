/**
 * Hexagons drawn by WebGL from typed arrays, tile by tile: positions go to the graphics
 * card once, and another measure or filter sends colours only.
 */
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl'
import { mercatorX, mercatorY, movedMatrix, relative } from './mercator'
import { buffer, compile } from './program'

export const CORNERS = 6

/** How a hexagon is filled: `mark` 1 is hatched (few establishments), 0 is plain. */
export interface Paint {
  /** Red, green, blue and opacity of each hexagon, 0 to 255. */
  colours: Uint8Array
  mark: Uint8Array
}

interface Program {
  program: WebGLProgram
  place: Record<'matrix' | 'dotted' | 'line' | 'strength', WebGLUniformLocation | null>
}

/** Hexagons of a tile that lie together, one after another in the order of drawing. */
interface Piece {
  first: number
  cells: number
  bounds: readonly [number, number, number, number]
}

/** A tile is cut into so many pieces along each side: what is out of view is not drawn. */
const SIDE = 4

interface Tile {
  cells: number
  pieces: readonly Piece[]
  /** Numbers of the hexagons in the order of drawing. */
  drawing: Uint16Array
  /** Whether any of its hexagons is hatched. */
  marked: boolean
  origin: readonly [number, number]
  bounds: readonly [number, number, number, number]
  centres: Float32Array
  corners: Float32Array
  paint: Uint8Array
  stale: boolean
  gpu?: {
    positions: WebGLBuffer
    paint: WebGLBuffer
    order: WebGLBuffer
    array: WebGLVertexArrayObject
  }
}

// What can be known of a corner is not asked again for each pixel: without a graphics card
// pixels are what takes time.
const VERTEX = `#version 300 es
uniform mat4 matrix;
uniform vec4 line;
uniform float strength;
in vec2 position;
in vec4 colour;
in float mark;
flat out vec4 fill;
#ifdef PATTERNS
flat out vec4 drawn;
flat out int striped;
#endif
void main() {
  float opacity = colour.a * strength;
  fill = vec4(colour.rgb * opacity, opacity);
#ifdef PATTERNS
  bool few = mark > 0.5;
  drawn = vec4(mix(colour.rgb, line.rgb, (few ? 0.55 : 0.4) * colour.a) * opacity, opacity);
  striped = few ? 1 : 0;
#endif
  gl_Position = matrix * vec4(position, 0.0, 1.0);
}`

const FRAGMENT = `#version 300 es
precision mediump float;
uniform int dotted;
flat in vec4 fill;
#ifdef PATTERNS
flat in vec4 drawn;
flat in int striped;
#endif
out vec4 shown;
void main() {
#ifdef PATTERNS
  ivec2 at = ivec2(gl_FragCoord.xy);
  int stripe = ((at.x + at.y) & 7) | (8 * (1 - striped));
  int speck = ((at.x & 7) | (at.y & 7)) | (8 * (1 - dotted));
  shown = min(stripe, speck) < 2 ? drawn : fill;
#else
  shown = fill;
#endif
}`

export class HexLayer implements CustomLayerInterface {
  readonly type = 'custom'
  readonly renderingMode = '2d'
  /** Whether the register is made up: a pattern of dots says so. */
  synthetic = false
  /** Opacity of all hexagons: less where single establishments stand on them. */
  strength = 1
  /** Colour of hatches and dots, 0 to 1. */
  line: readonly [number, number, number] = [0.11, 0.12, 0.14]
  #map: MapLibre | undefined
  #gl: WebGL2RenderingContext | undefined
  /** With patterns and without: whoever needs none does not pay for them. */
  #programs = new Map<boolean, Program>()
  #tiles = new Map<string, Tile>()
  #drawn = false

  constructor(readonly id: string) {}

  onAdd(map: MapLibre, gl: WebGLRenderingContext | WebGL2RenderingContext) {
    this.#map = map
    this.#gl = gl as WebGL2RenderingContext
    this.#programs.clear()
    for (const tile of this.#tiles.values()) delete tile.gpu
  }

  onRemove() {
    for (const tile of this.#tiles.values()) this.#free(tile)
    for (const one of this.#programs.values()) this.#gl?.deleteProgram(one.program)
    this.#programs.clear()
    this.#map = undefined
    this.#gl = undefined
  }

  has(id: string): boolean {
    return this.#tiles.has(id)
  }

  /** Put hexagons on the map: `corners` holds six positions in degrees for each. */
  put(id: string, corners: Float32Array, paint: Paint) {
    this.drop(id)
    const cells = corners.length / (2 * CORNERS)
    const centres = new Float32Array(2 * cells)
    let [west, south, east, north] = [180, 90, -180, -90]
    for (let cell = 0; cell < cells; cell += 1) {
      let [lon, lat] = [0, 0]
      for (let corner = 0; corner < CORNERS; corner += 1) {
        const at = 2 * (cell * CORNERS + corner)
        const [x, y] = [corners[at] as number, corners[at + 1] as number]
        lon += x / CORNERS
        lat += y / CORNERS
        west = Math.min(west, x)
        east = Math.max(east, x)
        south = Math.min(south, y)
        north = Math.max(north, y)
      }
      centres[2 * cell] = lon
      centres[2 * cell + 1] = lat
    }
    this.#tiles.set(id, {
      cells,
      ...pieces(centres, corners, [west, south, east, north]),
      marked: false,
      origin: [mercatorX((west + east) / 2), mercatorY((south + north) / 2)],
      bounds: [west, south, east, north],
      centres,
      corners,
      paint: new Uint8Array(8 * CORNERS * cells),
      stale: true,
    })
    this.paint(id, paint)
  }

  /** Fill the hexagons of a tile otherwise. */
  paint(id: string, { colours, mark }: Paint) {
    const tile = this.#tiles.get(id)
    if (!tile) return
    for (let cell = 0; cell < tile.cells; cell += 1) {
      for (let corner = 0; corner < CORNERS; corner += 1) {
        const at = 8 * (cell * CORNERS + corner)
        for (let part = 0; part < 4; part += 1) {
          tile.paint[at + part] = colours[4 * cell + part] as number
        }
        tile.paint[at + 4] = mark[cell] ? 255 : 0
      }
    }
    tile.marked = mark.some((one) => one > 0)
    tile.stale = true
    this.#map?.triggerRepaint()
  }

  drop(id: string) {
    const tile = this.#tiles.get(id)
    if (!tile) return
    this.#free(tile)
    this.#tiles.delete(id)
    this.#map?.triggerRepaint()
  }

  keep(ids: ReadonlySet<string>) {
    for (const id of [...this.#tiles.keys()]) if (!ids.has(id)) this.drop(id)
  }

  /** The hexagon at a place: its tile and its number there. */
  at(lon: number, lat: number): { tile: string; cell: number } | undefined {
    for (const [id, tile] of this.#tiles) {
      const [west, south, east, north] = tile.bounds
      if (lon < west || lon > east || lat < south || lat > north) continue
      const narrow = Math.cos((lat * Math.PI) / 180)
      const away = new Float64Array(tile.cells)
      for (let cell = 0; cell < tile.cells; cell += 1) {
        const x = ((tile.centres[2 * cell] as number) - lon) * narrow
        const y = (tile.centres[2 * cell + 1] as number) - lat
        away[cell] = x * x + y * y
      }
      const nearest = away.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY)
      // Hexagons on a sphere are not quite even: near an edge the next centre may be nearer.
      for (let cell = 0; cell < tile.cells; cell += 1) {
        if ((away[cell] as number) > 2 * nearest) continue
        if (inside(tile.corners, cell, lon, lat)) return { tile: id, cell }
      }
    }
    return undefined
  }

  render(_: WebGLRenderingContext | WebGL2RenderingContext, input: CustomRenderMethodInput) {
    const gl = this.#gl
    if (!gl || this.#tiles.size === 0) return
    const bounds = this.#map?.getBounds()
    const view = bounds && [
      bounds.getWest(),
      bounds.getSouth(),
      bounds.getEast(),
      bounds.getNorth(),
    ]
    // They do not overlap, and nothing is drawn beneath them.
    gl.disable(gl.BLEND)
    let used: Program | undefined
    for (const tile of this.#tiles.values()) {
      if (view && !meet(tile.bounds, view)) continue
      const wanted = this.#program(gl, this.synthetic || tile.marked)
      if (used !== wanted) {
        used = wanted
        gl.useProgram(used.program)
        gl.uniform1i(used.place.dotted, this.synthetic ? 1 : 0)
        gl.uniform4f(used.place.line, ...this.line, 1)
        gl.uniform1f(used.place.strength, this.strength)
      }
      const gpu = this.#upload(gl, tile)
      gl.uniformMatrix4fv(
        used.place.matrix,
        false,
        movedMatrix(input.defaultProjectionData.mainMatrix, tile.origin),
      )
      gl.bindVertexArray(gpu.array)
      let [first, cells] = [0, 0]
      const flush = () => {
        if (cells > 0) gl.drawElements(gl.TRIANGLES, cells * 12, gl.UNSIGNED_SHORT, first * 24)
      }
      for (const piece of tile.pieces) {
        if (view && !meet(piece.bounds, view)) continue
        if (piece.first !== first + cells) {
          flush()
          first = piece.first
          cells = 0
        }
        cells += piece.cells
      }
      flush()
    }
    gl.bindVertexArray(null)
    if (!this.#drawn) {
      this.#drawn = true
      // What a person waits for: bench/map_browser.py reads it.
      performance.mark('saidao:hexagons')
    }
  }

  #program(gl: WebGL2RenderingContext, patterns: boolean): Program {
    const found = this.#programs.get(patterns)
    if (found) return found
    const version = '#version 300 es\n'
    const text = `${version}${patterns ? '#define PATTERNS\n' : ''}`
    const program = compile(gl, VERTEX.replace(version, text), FRAGMENT.replace(version, text), [
      'position',
      'colour',
      'mark',
    ])
    const at = (name: string) => gl.getUniformLocation(program, name)
    const place = {
      matrix: at('matrix'),
      dotted: at('dotted'),
      line: at('line'),
      strength: at('strength'),
    }
    const made = { program, place }
    this.#programs.set(patterns, made)
    return made
  }

  #upload(gl: WebGL2RenderingContext, tile: Tile): NonNullable<Tile['gpu']> {
    if (!tile.gpu) {
      const array = gl.createVertexArray()
      if (!array) throw new Error('no WebGL vertex array')
      gl.bindVertexArray(array)
      const positions = buffer(gl, gl.ARRAY_BUFFER, relative(tile.corners, tile.origin))
      gl.enableVertexAttribArray(0)
      gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0)
      const paint = buffer(gl, gl.ARRAY_BUFFER, tile.paint)
      gl.enableVertexAttribArray(1)
      gl.vertexAttribPointer(1, 4, gl.UNSIGNED_BYTE, true, 8, 0)
      gl.enableVertexAttribArray(2)
      gl.vertexAttribPointer(2, 1, gl.UNSIGNED_BYTE, true, 8, 4)
      const order = buffer(gl, gl.ELEMENT_ARRAY_BUFFER, triangles(tile.drawing))
      gl.bindVertexArray(null)
      tile.gpu = { positions, paint, order, array }
      tile.stale = false
    } else if (tile.stale) {
      gl.bindBuffer(gl.ARRAY_BUFFER, tile.gpu.paint)
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, tile.paint)
      tile.stale = false
    }
    return tile.gpu
  }

  #free(tile: Tile) {
    if (!tile.gpu || !this.#gl) return
    this.#gl.deleteVertexArray(tile.gpu.array)
    for (const one of [tile.gpu.positions, tile.gpu.paint, tile.gpu.order]) {
      this.#gl.deleteBuffer(one)
    }
    delete tile.gpu
  }
}

/** Each hexagon as four triangles around its first corner; a tile has under 10,000 of them. */
export function triangles(drawing: Uint16Array): Uint16Array {
  const order = new Uint16Array(drawing.length * 12)
  drawing.forEach((cell, place) => {
    const first = cell * CORNERS
    for (let side = 0; side < 4; side += 1) {
      order.set([first, first + side + 1, first + side + 2], place * 12 + side * 3)
    }
  })
  return order
}

/** Cut a tile into pieces of hexagons that lie together. */
function pieces(
  centres: Float32Array,
  corners: Float32Array,
  [west, south, east, north]: Piece['bounds'],
): { pieces: Piece[]; drawing: Uint16Array } {
  const cells = centres.length / 2
  const part = (value: number, low: number, high: number) =>
    Math.min(SIDE - 1, Math.floor((SIDE * (value - low)) / (high - low)))
  const groups: number[][] = Array.from({ length: SIDE * SIDE }, () => [])
  for (let cell = 0; cell < cells; cell += 1) {
    const column = part(centres[2 * cell] as number, west, east)
    const row = part(centres[2 * cell + 1] as number, south, north)
    groups[row * SIDE + column]?.push(cell)
  }
  const found: Piece[] = []
  let first = 0
  for (const group of groups) {
    if (group.length === 0) continue
    const bounds: [number, number, number, number] = [180, 90, -180, -90]
    for (const cell of group) {
      for (let at = 2 * cell * CORNERS; at < 2 * (cell + 1) * CORNERS; at += 2) {
        bounds[0] = Math.min(bounds[0], corners[at] as number)
        bounds[1] = Math.min(bounds[1], corners[at + 1] as number)
        bounds[2] = Math.max(bounds[2], corners[at] as number)
        bounds[3] = Math.max(bounds[3], corners[at + 1] as number)
      }
    }
    found.push({ first, cells: group.length, bounds })
    first += group.length
  }
  return { pieces: found, drawing: Uint16Array.from(groups.flat()) }
}

/** Whether two boxes (west, south, east, north) share a place. */
function meet(a: readonly number[], b: readonly number[]): boolean {
  const [west = 0, south = 0, east = 0, north = 0] = a
  const [left = 0, bottom = 0, right = 0, top = 0] = b
  return west <= right && east >= left && south <= top && north >= bottom
}

function inside(corners: Float32Array, cell: number, lon: number, lat: number): boolean {
  let found = false
  const first = cell * CORNERS
  for (let i = 0, j = CORNERS - 1; i < CORNERS; j = i, i += 1) {
    const [xi, yi] = [corners[2 * (first + i)] as number, corners[2 * (first + i) + 1] as number]
    const [xj, yj] = [corners[2 * (first + j)] as number, corners[2 * (first + j) + 1] as number]
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) found = !found
  }
  return found
}
