/** Colours of the map: the ramp is the fact's indigo, light enough to read names on. */
import type { Theme } from '../theme.svelte'

export interface Palette {
  paper: string
  ink: string
  border: string
  label: string
  halo: string
  hatch: string
  ramp: readonly string[]
}

const light: Palette = {
  paper: '#fbfaf7',
  ink: '#1b1f24',
  border: '#b9b4a9',
  label: '#3b434d',
  halo: '#fbfaf7',
  hatch: '#c9c3b7',
  ramp: ['#eceff1', '#d6e0e8', '#b7cbdc', '#93b1cb', '#6d95b8'],
}

const dark: Palette = {
  paper: '#14161a',
  ink: '#e8e6e1',
  border: '#474d57',
  label: '#c3c8ce',
  halo: '#14161a',
  hatch: '#474d57',
  ramp: ['#1f242b', '#24303c', '#2a4053', '#31536f', '#3b6a90'],
}

export function palette(theme: Theme): Palette {
  return theme === 'dark' ? dark : light
}
