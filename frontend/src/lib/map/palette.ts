/** Colours of the map: the ramp is the fact's indigo, light enough to read names on. */
import type { Theme } from '../theme.svelte'

export interface Palette {
  paper: string
  ink: string
  border: string
  label: string
  halo: string
  hatch: string
  promise: string
  fact: string
  /** Shades of the grid, from the lowest class up: strong, since they lie on paper. */
  grid: readonly (readonly [number, number, number])[]
  ramp: readonly string[]
}

const light: Palette = {
  paper: '#fbfaf7',
  ink: '#1b1f24',
  border: '#b9b4a9',
  label: '#3b434d',
  halo: '#fbfaf7',
  hatch: '#c9c3b7',
  promise: '#c4472b',
  fact: '#2a5c8a',
  grid: [
    [222, 230, 236],
    [176, 199, 217],
    [119, 158, 192],
    [66, 113, 158],
    [24, 64, 107],
  ],
  ramp: ['#eceff1', '#d6e0e8', '#b7cbdc', '#93b1cb', '#6d95b8'],
}

const dark: Palette = {
  paper: '#14161a',
  ink: '#e8e6e1',
  border: '#474d57',
  label: '#c3c8ce',
  halo: '#14161a',
  hatch: '#474d57',
  promise: '#f08a6b',
  fact: '#7fb2e5',
  grid: [
    [33, 44, 56],
    [42, 68, 94],
    [54, 100, 140],
    [88, 145, 194],
    [154, 199, 240],
  ],
  ramp: ['#1f242b', '#24303c', '#2a4053', '#31536f', '#3b6a90'],
}

export function palette(theme: Theme): Palette {
  return theme === 'dark' ? dark : light
}

/** Red, green and blue of `#rrggbb`, 0 to 255. */
export function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}
