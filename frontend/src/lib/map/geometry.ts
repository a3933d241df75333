/** Shapes that the map draws: circles in metres, label points. */
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson'
import { degreesLat, degreesLon, mercatorX, mercatorY } from './grid/mercator'

const EARTH_RADIUS_KM = 6371.0088

/** Pixels left free around what is shown as a whole. */
export const MARGIN = 24

/** Zoom at which a box (west, south, east, north) fits so many pixels. */
export function fittingZoom(
  [west, south, east, north]: readonly [number, number, number, number],
  width: number,
  height: number,
): number {
  const across = (width - 2 * MARGIN) / (512 * (mercatorX(east) - mercatorX(west)))
  const down = (height - 2 * MARGIN) / (512 * (mercatorY(south) - mercatorY(north)))
  return Math.log2(Math.max(1, Math.min(across, down)))
}

/** The closest zoom there is. */
export const CLOSEST = 16

/** The middle of a view in Mercator units, and its zoom. */
export interface View {
  x: number
  y: number
  zoom: number
}

/** The view that an address names (`121.4700_31.2300_11.00`), if it names one. */
export function namedView(at: string): View | undefined {
  const [lon, lat, zoom] = at.split('_').map(Number)
  if (lon === undefined || lat === undefined || zoom === undefined) return undefined
  if (!Number.isFinite(lon + lat + zoom)) return undefined
  return { x: mercatorX(lon), y: mercatorY(lat), zoom: Math.min(zoom, CLOSEST) }
}

/** The view that shows a box (west, south, east, north) whole. */
export function wholeView(
  box: readonly [number, number, number, number],
  width: number,
  height: number,
): View {
  const [west, south, east, north] = box
  return {
    x: (mercatorX(west) + mercatorX(east)) / 2,
    y: (mercatorY(south) + mercatorY(north)) / 2,
    zoom: fittingZoom(box, width, height),
  }
}

/** The box (west, south, east, north) that a view shows. */
export function boxOf(
  { x, y, zoom }: View,
  width: number,
  height: number,
): readonly [number, number, number, number] {
  const [right, down] = [width / 1024 / 2 ** zoom, height / 1024 / 2 ** zoom]
  return [degreesLon(x - right), degreesLat(y + down), degreesLon(x + right), degreesLat(y - down)]
}

/** A circle of a radius in kilometres around a point, on the sphere, as a polygon. */
export function circle(lon: number, lat: number, radiusKm: number, steps = 72): Polygon {
  const angle = radiusKm / EARTH_RADIUS_KM
  const phi = (lat * Math.PI) / 180
  const ring: Position[] = []
  for (let step = 0; step <= steps; step += 1) {
    const bearing = (2 * Math.PI * (step % steps)) / steps
    const phi2 = Math.asin(
      Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing),
    )
    const turn = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * Math.cos(phi),
      Math.cos(angle) - Math.sin(phi) * Math.sin(phi2),
    )
    ring.push([lon + (turn * 180) / Math.PI, (phi2 * 180) / Math.PI])
  }
  return { type: 'Polygon', coordinates: [ring] }
}

/** Signed area and centroid of a ring in degrees; good enough to place a word. */
function centroid(ring: Position[]): { area: number; at: [number, number] } {
  let area = 0
  let x = 0
  let y = 0
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [x0 = 0, y0 = 0] = ring[i] ?? []
    const [x1 = 0, y1 = 0] = ring[i + 1] ?? []
    const cross = x0 * y1 - x1 * y0
    area += cross
    x += (x0 + x1) * cross
    y += (y0 + y1) * cross
  }
  return { area: Math.abs(area / 2), at: [x / (3 * area), y / (3 * area)] }
}

/** Whether a place lies in a polygon, holes left out. */
export function within(geometry: Polygon | MultiPolygon, lon: number, lat: number): boolean {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  let found = false
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[xi = 0, yi = 0], [xj = 0, yj = 0]] = [ring[i] ?? [], ring[j] ?? []]
      if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) found = !found
    }
  }
  return found
}

/** Where a district's name goes: the centroid of its largest part. */
export function labelPoint(feature: Feature<Polygon | MultiPolygon>): [number, number] {
  const polygons =
    feature.geometry.type === 'Polygon'
      ? [feature.geometry.coordinates]
      : feature.geometry.coordinates
  let best: { area: number; at: [number, number] } = { area: -1, at: [0, 0] }
  for (const [outer] of polygons) {
    const found = outer ? centroid(outer) : best
    if (found.area > best.area) best = found
  }
  return best.at
}
