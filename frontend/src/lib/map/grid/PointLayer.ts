/** Establishments as points, drawn by WebGL from typed arrays, tile by tile. */
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl'
import { mercatorX, mercatorY, movedMatrix, relative } from './mercator'
import { buffer, compile } from './program'

interface Tile {
  degrees: Float32Array
  rows: Float64Array | Uint32Array | Int32Array
  origin: readonly [number, number]
  bounds: readonly [number, number, number, number]
  gpu?: { positions: WebGLBuffer; array: WebGLVertexArrayObject }
}

const VERTEX = `#version 300 es
uniform mat4 matrix;
uniform float size;
in vec2 position;
void main() {
  gl_Position = matrix * vec4(position, 0.0, 1.0);
  gl_PointSize = size;
}`

const FRAGMENT = `#version 300 es
precision mediump float;
uniform vec4 colour;
uniform float synthetic;
out vec4 shown;
void main() {
  float away = length(gl_PointCoord - vec2(0.5)) * 2.0;
  if (away > 1.0) discard;
  // An establishment that is made up is a ring with a gap, one that is real a dot.
  if (synthetic > 0.5 && away < 0.55) discard;
  shown = vec4(colour.rgb * colour.a, colour.a);
}`

export class PointLayer implements CustomLayerInterface {
  readonly type = 'custom'
  readonly renderingMode = '2d'
  synthetic = false
  /** Diameter in pixels of the screen. */
  size = 7
  colour: readonly [number, number, number, number] = [0.165, 0.361, 0.541, 0.85]
  #map: MapLibre | undefined
  #gl: WebGL2RenderingContext | undefined
  #program: WebGLProgram | undefined
  #tiles = new Map<string, Tile>()

  constructor(readonly id: string) {}

  onAdd(map: MapLibre, gl: WebGLRenderingContext | WebGL2RenderingContext) {
    this.#map = map
    this.#gl = gl as WebGL2RenderingContext
    this.#program = compile(this.#gl, VERTEX, FRAGMENT, ['position'])
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

  get count(): number {
    let sum = 0
    for (const tile of this.#tiles.values()) sum += tile.rows.length
    return sum
  }

  put(id: string, degrees: Float32Array, rows: Tile['rows']) {
    this.drop(id)
    let [west, south, east, north] = [180, 90, -180, -90]
    for (let i = 0; i + 1 < degrees.length; i += 2) {
      west = Math.min(west, degrees[i] as number)
      east = Math.max(east, degrees[i] as number)
      south = Math.min(south, degrees[i + 1] as number)
      north = Math.max(north, degrees[i + 1] as number)
    }
    const origin = [mercatorX((west + east) / 2), mercatorY((south + north) / 2)] as const
    this.#tiles.set(id, { degrees, rows, origin, bounds: [west, south, east, north] })
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

  /** Rows of the establishments within some pixels of a place on the screen, nearest first. */
  near(point: { x: number; y: number }, pixels = 6): number[] {
    const map = this.#map
    if (!map) return []
    const a = map.unproject([point.x - pixels, point.y + pixels])
    const b = map.unproject([point.x + pixels, point.y - pixels])
    const found: { row: number; away: number }[] = []
    for (const { degrees, rows, bounds } of this.#tiles.values()) {
      const [west, south, east, north] = bounds
      if (b.lng < west || a.lng > east || b.lat < south || a.lat > north) continue
      for (let i = 0; i < rows.length; i += 1) {
        const [lon, lat] = [degrees[2 * i] as number, degrees[2 * i + 1] as number]
        if (lon < a.lng || lon > b.lng || lat < a.lat || lat > b.lat) continue
        const at = map.project([lon, lat])
        const away = Math.hypot(at.x - point.x, at.y - point.y)
        if (away <= pixels) found.push({ row: Number(rows[i]), away })
      }
    }
    return found.sort((one, other) => one.away - other.away).map((one) => one.row)
  }

  render(_: WebGLRenderingContext | WebGL2RenderingContext, input: CustomRenderMethodInput) {
    const [gl, program] = [this.#gl, this.#program]
    if (!gl || !program || this.#tiles.size === 0) return
    gl.useProgram(program)
    gl.uniform4f(gl.getUniformLocation(program, 'colour'), ...this.colour)
    gl.uniform1f(gl.getUniformLocation(program, 'synthetic'), this.synthetic ? 1 : 0)
    gl.uniform1f(gl.getUniformLocation(program, 'size'), this.size * window.devicePixelRatio)
    const matrix = gl.getUniformLocation(program, 'matrix')
    for (const tile of this.#tiles.values()) {
      if (tile.rows.length === 0) continue
      if (!tile.gpu) {
        const array = gl.createVertexArray()
        if (!array) throw new Error('no WebGL vertex array')
        gl.bindVertexArray(array)
        const positions = buffer(gl, gl.ARRAY_BUFFER, relative(tile.degrees, tile.origin))
        gl.enableVertexAttribArray(0)
        gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0)
        tile.gpu = { positions, array }
      }
      gl.uniformMatrix4fv(
        matrix,
        false,
        movedMatrix(input.defaultProjectionData.mainMatrix, tile.origin),
      )
      gl.bindVertexArray(tile.gpu.array)
      gl.drawArrays(gl.POINTS, 0, tile.rows.length)
    }
    gl.bindVertexArray(null)
  }

  #free(tile: Tile) {
    if (!tile.gpu || !this.#gl) return
    this.#gl.deleteVertexArray(tile.gpu.array)
    this.#gl.deleteBuffer(tile.gpu.positions)
    delete tile.gpu
  }
}
