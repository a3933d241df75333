/**
 * The map's first picture, drawn flat and by the same figures before the map itself is here:
 * outlines of districts and hexagons, where the map will put them.
 */
import type { Position } from 'geojson'
import type { Theme } from '../theme.svelte'
import type { Outlines } from './features'
import type { View } from './geometry'
import { mercatorX, mercatorY } from './grid/mercator'
import type { FirstTile } from './grid/overlay.svelte'
import { palette } from './palette'

export interface Picture {
  outlines: Outlines
  /** Class of each district by code; under 0 where it has no shade. */
  classByDistrict: ReadonlyMap<string, number>
  tiles: readonly FirstTile[]
  synthetic: boolean
  theme: Theme
}

/** Side of the square that patterns repeat in, in pixels of the screen. */
const REPEAT = 8

export function sketch(canvas: HTMLCanvasElement, view: View, picture: Picture): void {
  const sharp = window.devicePixelRatio
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  canvas.width = Math.round(width * sharp)
  canvas.height = Math.round(height * sharp)
  // Said to be read often, it is drawn by the processor: it is drawn once, and where there is no
  // graphics card, drawing by its language takes longer.
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) return
  const colour = palette(picture.theme)
  const world = 512 * 2 ** view.zoom
  const across = (lon: number) => width / 2 + (mercatorX(lon) - view.x) * world
  const down = (lat: number) => height / 2 + (mercatorY(lat) - view.y) * world
  pen.scale(sharp, sharp)

  const ring = (path: Path2D, positions: readonly Position[]) => {
    positions.forEach(([lon = 0, lat = 0], index) => {
      if (index === 0) path.moveTo(across(lon), down(lat))
      else path.lineTo(across(lon), down(lat))
    })
    path.closePath()
  }
  const borders = new Path2D()
  for (const { id, geometry } of picture.outlines.features) {
    const path = new Path2D()
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    for (const part of parts) for (const one of part) ring(path, one)
    borders.addPath(path)
    const shade = colour.ramp[picture.classByDistrict.get(String(id)) ?? -1]
    if (!shade) continue
    pen.fillStyle = shade
    pen.fill(path, 'evenodd')
  }

  // One path for all hexagons of a shade: the number of shades is small.
  const shades = new Map<string, Path2D>()
  const [all, marked] = [new Path2D(), new Path2D()]
  for (const { corners, cells, colours, mark } of picture.tiles) {
    for (let cell = 0; cell < cells; cell += 1) {
      const alpha = colours[4 * cell + 3] as number
      if (alpha === 0) continue
      const hexagon = [0, 1, 2, 3, 4, 5].map((corner): Position => {
        const at = 2 * (6 * cell + corner)
        return [corners[at] as number, corners[at + 1] as number]
      })
      const [red, green, blue] = colours.subarray(4 * cell)
      const shade = `rgb(${red} ${green} ${blue} / ${alpha / 255})`
      const path = shades.get(shade) ?? new Path2D()
      shades.set(shade, path)
      for (const one of mark[cell] ? [path, all, marked] : [path, all]) ring(one, hexagon)
    }
  }
  for (const [shade, path] of shades) {
    pen.fillStyle = shade
    pen.fill(path)
  }
  if (picture.synthetic) filled(pen, all, dots(colour.ink), sharp, 0.4)
  filled(pen, marked, stripes(colour.ink), sharp, 0.55)

  pen.strokeStyle = colour.border
  pen.lineWidth = 0.8
  pen.stroke(borders)
}

/** Fill a path with a pattern of the screen's own pixels. */
function filled(
  pen: CanvasRenderingContext2D,
  path: Path2D,
  tile: OffscreenCanvas,
  sharp: number,
  opacity: number,
) {
  const pattern = pen.createPattern(tile, 'repeat')
  if (!pattern) return
  pattern.setTransform(new DOMMatrix().scale(1 / sharp))
  pen.globalAlpha = opacity
  pen.fillStyle = pattern
  pen.fill(path)
  pen.globalAlpha = 1
}

/** The pattern of what is made up, as the map draws it. */
function dots(colour: string): OffscreenCanvas {
  const tile = new OffscreenCanvas(REPEAT, REPEAT)
  const pen = tile.getContext('2d')
  if (pen) {
    pen.fillStyle = colour
    pen.fillRect(0, 0, 2, 2)
  }
  return tile
}

/** The pattern of what rests on few, as the map draws it. */
function stripes(colour: string): OffscreenCanvas {
  const tile = new OffscreenCanvas(REPEAT, REPEAT)
  const pen = tile.getContext('2d')
  if (pen) {
    pen.fillStyle = colour
    for (let row = 0; row < REPEAT; row += 1) {
      pen.fillRect(row, row, 2, 1)
      if (row === REPEAT - 1) pen.fillRect(0, row, 1, 1)
    }
  }
  return tile
}
