/** How the map is painted: a quiet base, shades, circles, diamonds, names. */
import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Theme } from '../theme.svelte'
import { palette } from './palette'

/** Districts whose class is not among those chosen. */
export const FADED: ExpressionSpecification = ['case', ['get', 'faded'], 0.12, 1]

/**
 * The style of the map with what lies on it.
 *
 * There are as few sources as can be, one of areas and one of places: MapLibre draws the edges of its
 * tiles into the stencil each time that it turns from one source to another, which without a
 * graphics card costs more than the map. For the same reason the paper is the page's own.
 */
export function mapStyle(
  theme: Theme,
  areas: FeatureCollection,
  places: FeatureCollection,
): StyleSpecification {
  return {
    version: 8,
    sources: {
      // Closer tiles would be more exact than the boundaries are (7 m), and many more.
      areas: { type: 'geojson', data: areas, maxzoom: 12 },
      // A place is known to kilometres, at best to its gate: 2 m will do.
      places: { type: 'geojson', data: places, maxzoom: 10 },
      // Drawn only while something is pointed at.
      pointed: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: mapLayers(theme),
  }
}

/** Layers from the ground up. */
export function mapLayers(theme: Theme): LayerSpecification[] {
  const colour = palette(theme)
  return [
    {
      id: 'districts',
      type: 'fill',
      source: 'areas',
      filter: ['==', ['get', 'kind'], 'district'],
      paint: {
        'fill-color': [
          'match',
          ['get', 'level'],
          ...colour.ramp.flatMap((shade, level) => [level, shade]),
          colour.paper,
        ] as unknown as ExpressionSpecification,
        'fill-opacity': FADED,
      },
    },
    {
      id: 'missing',
      type: 'fill',
      source: 'areas',
      filter: ['all', ['==', ['get', 'kind'], 'district'], ['==', ['get', 'level'], -1]],
      paint: { 'fill-pattern': `hatch-${theme}` },
    },
    {
      id: 'meant',
      type: 'fill',
      source: 'areas',
      filter: ['all', ['==', ['get', 'kind'], 'district'], ['get', 'meant']],
      paint: { 'fill-color': colour.promise, 'fill-opacity': 0.14 },
    },
    {
      id: 'borders',
      type: 'line',
      source: 'areas',
      filter: ['==', ['get', 'kind'], 'district'],
      paint: { 'line-color': colour.border, 'line-width': 0.8 },
    },
    {
      id: 'district-open',
      type: 'line',
      source: 'areas',
      filter: ['all', ['==', ['get', 'kind'], 'district'], ['get', 'open']],
      paint: { 'line-color': colour.ink, 'line-width': 2.5 },
    },
    {
      id: 'circles',
      type: 'fill',
      source: 'areas',
      filter: ['==', ['get', 'kind'], 'circle'],
      paint: {
        // Its edge is a line of its own.
        'fill-antialias': false,
        'fill-color': colour.ink,
        // From near, a circle would shade all that lies in it.
        'fill-opacity': [
          'interpolate',
          ['linear'],
          ['zoom'],
          11,
          ['case', ['get', 'open'], 0.16, 0.06],
          13,
          0,
        ],
      },
    },
    {
      id: 'circle-edges',
      type: 'line',
      source: 'areas',
      filter: ['==', ['get', 'kind'], 'circle'],
      paint: {
        'line-color': colour.ink,
        'line-opacity': ['case', ['get', 'open'], 1, 0.55],
        'line-width': ['case', ['get', 'open'], 1.5, 0.8],
        'line-dasharray': [3, 3],
      },
    },
    {
      id: 'meant-edges',
      type: 'line',
      source: 'areas',
      filter: ['all', ['==', ['get', 'kind'], 'district'], ['get', 'meant']],
      paint: { 'line-color': colour.promise, 'line-width': 1.4, 'line-dasharray': [4, 2] },
    },
    {
      id: 'clusters',
      type: 'line',
      source: 'areas',
      filter: ['==', ['get', 'kind'], 'cluster'],
      paint: {
        'line-color': colour.ink,
        'line-width': 2,
        // Of establishments that are made up the outline is broken.
        'line-dasharray': ['case', ['get', 'synthetic'], ['literal', [3, 2]], ['literal', [1, 0]]],
      },
    },
    {
      id: 'pointed',
      type: 'line',
      source: 'pointed',
      layout: { visibility: 'none' },
      paint: { 'line-color': colour.ink, 'line-width': 2.5 },
    },
    {
      id: 'names',
      type: 'symbol',
      source: 'places',
      filter: ['==', ['get', 'kind'], 'name'],
      layout: {
        'text-field': ['get', 'name'],
        'text-size': 13,
        'text-padding': 0,
        // A name gives way to the parks that stand on it.
        'text-variable-anchor': ['center', 'top', 'bottom'],
        'text-radial-offset': 0.7,
      },
      paint: {
        'text-color': colour.label,
        'text-halo-color': colour.halo,
        'text-halo-width': 1.4,
      },
    },
    {
      id: 'planned',
      type: 'symbol',
      source: 'places',
      filter: ['==', ['get', 'kind'], 'planned'],
      layout: {
        'text-field': ['get', 'words'],
        'text-size': 15,
        'text-offset': [0, 1.3],
        'text-allow-overlap': true,
      },
      paint: {
        'text-color': colour.promise,
        'text-halo-color': colour.halo,
        'text-halo-width': 1.6,
      },
    },
    {
      id: 'cluster-numbers',
      type: 'symbol',
      source: 'places',
      filter: ['==', ['get', 'kind'], 'number'],
      layout: {
        'text-field': ['get', 'number'],
        'text-size': 15,
        'text-allow-overlap': true,
      },
      paint: {
        'text-color': colour.ink,
        'text-halo-color': colour.halo,
        'text-halo-width': 2.4,
      },
    },
    {
      id: 'parks',
      type: 'symbol',
      source: 'places',
      filter: ['==', ['get', 'kind'], 'park'],
      layout: {
        'text-field': ['get', 'sign'],
        'text-size': ['case', ['get', 'open'], 24, 18],
        'text-allow-overlap': true,
      },
      paint: {
        'text-color': colour.ink,
        'text-halo-color': colour.halo,
        'text-halo-width': 1.6,
      },
    },
    {
      id: 'park-names',
      type: 'symbol',
      source: 'places',
      filter: ['==', ['get', 'kind'], 'park'],
      minzoom: 9.3,
      layout: {
        'text-field': ['get', 'name'],
        'text-size': 12,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 0.9,
        'text-justify': 'auto',
        'text-max-width': 12,
      },
      paint: {
        'text-color': colour.ink,
        'text-halo-color': colour.halo,
        'text-halo-width': 1.6,
      },
    },
  ]
}

/** Diagonal lines for a place without a figure, one image for each theme. */
export function hatch(colour: string): ImageData | null {
  const pen = new OffscreenCanvas(12, 12).getContext('2d')
  if (!pen) return null
  pen.strokeStyle = colour
  pen.lineWidth = 1
  for (const start of [-12, -6, 0, 6, 12]) {
    pen.beginPath()
    pen.moveTo(start, 12)
    pen.lineTo(start + 12, 0)
    pen.stroke()
  }
  return pen.getImageData(0, 0, 12, 12)
}
