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

interface Tile {
  cells: number
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

const VERTEX = `#version 300 es
uniform mat4 matrix;
in vec2 position;
in vec4 colour;
in float mark;
flat out vec4 fill;
flat out float hatched;
void main() {
  fill = colour;
  hatched = mark;
  gl_Position = matrix * vec4(position, 0.0, 1.0);
}`

const FRAGMENT = `#version 300 es
precision mediump float;
uniform float synthetic;
uniform vec4 line;
uniform float strength;
flat in vec4 fill;
flat in float hatched;
out vec4 shown;
void main() {
  vec4 paint = fill;
  // Whole numbers: cheap even where there is no graphics card.
  ivec2 at = ivec2(gl_FragCoord.xy);
  if (hatched > 0.5 && ((at.x + at.y) & 7) < 2) paint = mix(paint, line, 0.55 * fill.a);
  if (synthetic > 0.5 && ((at.x & 7) | (at.y & 7)) < 2) paint = mix(paint, line, 0.4 * fill.a);
  float opacity = fill.a * strength;
  shown = vec4(paint.rgb * opacity, opacity);
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
  #program: WebGLProgram | undefined
  #uniforms:
    | Record<'matrix' | 'synthetic' | 'line' | 'strength', WebGLUniformLocation | null>
    | undefined
  #tiles = new Map<string, Tile>()
  #drawn = false

  constructor(readonly id: string) {}

  onAdd(map: MapLibre, gl: WebGLRenderingContext | WebGL2RenderingContext) {
    this.#map = map
    this.#gl = gl as WebGL2RenderingContext
    this.#program = compile(this.#gl, VERTEX, FRAGMENT, ['position', 'colour', 'mark'])
    this.#uniforms = {
      matrix: this.#gl.getUniformLocation(this.#program, 'matrix'),
      synthetic: this.#gl.getUniformLocation(this.#program, 'synthetic'),
      line: this.#gl.getUniformLocation(this.#program, 'line'),
      strength: this.#gl.getUniformLocation(this.#program, 'strength'),
    }
    for (const tile of this.#tiles.values()) delete tile.gpu
  }

  onRemove() {
    for (const tile of this.#tiles.values()) this.#free(tile)
    if (this.#program) this.#gl?.deleteProgram(this.#program)
    this.#map = undefined
    this.#gl = undefined
    this.#program = undefined
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
      let [best, nearest] = [-1, Number.POSITIVE_INFINITY]
      for (let cell = 0; cell < tile.cells; cell += 1) {
        const x = ((tile.centres[2 * cell] as number) - lon) * narrow
        const y = (tile.centres[2 * cell + 1] as number) - lat
        const distance = x * x + y * y
        if (distance < nearest) [best, nearest] = [cell, distance]
      }
      if (best >= 0 && inside(tile.corners, best, lon, lat)) return { tile: id, cell: best }
    }
    return undefined
  }

  render(_: WebGLRenderingContext | WebGL2RenderingContext, input: CustomRenderMethodInput) {
    const [gl, program, uniforms] = [this.#gl, this.#program, this.#uniforms]
    if (!gl || !program || !uniforms || this.#tiles.size === 0) return
    gl.useProgram(program)
    gl.uniform1f(uniforms.synthetic, this.synthetic ? 1 : 0)
    gl.uniform4f(uniforms.line, ...this.line, 1)
    gl.uniform1f(uniforms.strength, this.strength)
    const bounds = this.#map?.getBounds()
    const view = bounds && [
      bounds.getWest(),
      bounds.getSouth(),
      bounds.getEast(),
      bounds.getNorth(),
    ]
    for (const tile of this.#tiles.values()) {
      if (view && !meet(tile.bounds, view)) continue
      const gpu = this.#upload(gl, tile)
      gl.uniformMatrix4fv(
        uniforms.matrix,
        false,
        movedMatrix(input.defaultProjectionData.mainMatrix, tile.origin),
      )
      gl.bindVertexArray(gpu.array)
      gl.drawElements(gl.TRIANGLES, tile.cells * 12, gl.UNSIGNED_SHORT, 0)
    }
    gl.bindVertexArray(null)
    if (!this.#drawn) {
      this.#drawn = true
      // What a person waits for: bench/map_browser.py reads it.
      performance.mark('saidao:hexagons')
    }
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
      const order = buffer(gl, gl.ELEMENT_ARRAY_BUFFER, triangles(tile.cells))
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
export function triangles(cells: number): Uint16Array {
  const order = new Uint16Array(cells * 12)
  for (let cell = 0; cell < cells; cell += 1) {
    const first = cell * CORNERS
    for (let side = 0; side < 4; side += 1) {
      order.set([first, first + side + 1, first + side + 2], cell * 12 + side * 3)
    }
  }
  return order
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
