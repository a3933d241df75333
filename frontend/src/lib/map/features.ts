/** What lies on the map, as the features of its two sources: areas and places. */
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import { pick } from '../language.svelte'
import type { Area, CityMap, Cluster, Park } from '../resources'
import { circle, labelPoint } from './geometry'

export type Outlines = FeatureCollection<Polygon | MultiPolygon>

export interface Shown {
  city: CityMap
  parks: readonly Park[]
  /** Class of each district by code; -1 where its figure is missing, -2 where none is shown. */
  classByDistrict: ReadonlyMap<string, number>
  /** Classes shown; the others are faded. */
  shown: ReadonlySet<number>
  /** Districts with what is planned there. */
  planned: readonly Area[]
  clusters: readonly Cluster[]
  /** Whether the clusters are of establishments that are made up. */
  madeUp: boolean
  /** What the drawer is about. */
  selected: { kind: string; id: string } | null
}

export type Placed = Park & { lon: number; lat: number }

export function placedOf(parks: readonly Park[]): Placed[] {
  return parks.filter((one): one is Placed => one.lon !== null && one.lat !== null)
}

/** Where each district's name stands, by its code. */
export function labelsOf(city: CityMap): Map<string, [number, number]> {
  const outlines = city.districts_geojson as unknown as Outlines
  return new Map(outlines.features.map((one) => [String(one.id), labelPoint(one)] as const))
}

function isOpen(now: Shown, kind: string, id: string): boolean {
  return now.selected?.kind === kind && now.selected.id === id
}

/** Districts, the circles within which parks are believed to lie, outlines of clusters. */
export function areasOf(now: Shown): FeatureCollection {
  const outlines = now.city.districts_geojson as unknown as Outlines
  const positioned = new Set(
    now.planned
      .filter((one) => one.planned.some((item) => item.kind === 'positioning'))
      .map((one) => one.id),
  )
  const districts = outlines.features.map((one): Feature => {
    const code = String(one.id)
    const level = now.classByDistrict.get(code) ?? -1
    return {
      ...one,
      properties: {
        kind: 'district',
        code,
        level,
        faded: !now.shown.has(level) && level !== -2,
        meant: positioned.has(code),
        open: isOpen(now, 'district', code),
      },
    }
  })
  const circles = placedOf(now.parks).flatMap((one): Feature[] =>
    one.uncertainty_km
      ? [
          {
            type: 'Feature',
            geometry: circle(one.lon, one.lat, one.uncertainty_km),
            properties: { kind: 'circle', open: isOpen(now, 'park', one.id) },
          },
        ]
      : [],
  )
  const clusters = now.clusters.map(
    (one): Feature => ({
      type: 'Feature',
      geometry: one.outline as unknown as Polygon,
      properties: { kind: 'cluster', synthetic: now.madeUp },
    }),
  )
  return { type: 'FeatureCollection', features: [...districts, ...circles, ...clusters] }
}

/** Names of districts, parks, rings with how much is planned, numbers of clusters. */
export function placesOf(
  now: Shown,
  labels: ReadonlyMap<string, [number, number]>,
): FeatureCollection {
  const point = (at: [number, number], properties: Feature['properties']): Feature => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: at },
    properties,
  })
  const names = now.city.districts.flatMap((one) => {
    const at = labels.get(one.code)
    return at ? [point(at, { kind: 'name', name: pick(one.name) })] : []
  })
  const parks = placedOf(now.parks).map((one) =>
    point([one.lon, one.lat], {
      kind: 'park',
      id: one.id,
      name: pick(one.name),
      sign: one.place_basis === 'published' ? '◆' : '◇',
      open: isOpen(now, 'park', one.id),
    }),
  )
  const planned = now.planned.flatMap((one) => {
    const at = labels.get(one.id)
    const items = one.planned.filter((item) => item.kind !== 'park')
    if (!at || items.length === 0) return []
    return [point(at, { kind: 'planned', code: one.id, words: `○ ${items.length}` })]
  })
  const clusters = now.clusters.map((one, index) =>
    point([one.lon, one.lat], { kind: 'number', number: String(index + 1) }),
  )
  return { type: 'FeatureCollection', features: [...names, ...parks, ...planned, ...clusters] }
}
