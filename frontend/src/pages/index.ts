/** The pages by the first part of the address; each is its own chunk. */
import type { Component } from 'svelte'
import type { Key } from '../lib/i18n/zh'

interface Place {
  title: Key
  /** Stands in the bottom bar of a narrow screen; the others are under "more". */
  near: boolean
  load: () => Promise<{ default: Component }>
  /** The page of one thing: `documents/<id>`. */
  loadOne?: () => Promise<{ default: Component }>
}

export const pages: Record<string, Place> = {
  overview: { title: 'nav.overview', near: true, load: () => import('./Overview.svelte') },
  roadmap: { title: 'nav.roadmap', near: true, load: () => import('./Roadmap.svelte') },
  map: {
    title: 'nav.map',
    near: true,
    load: () => import('./Map.svelte'),
  },
  ledger: { title: 'nav.ledger', near: true, load: () => import('./Ledger.svelte') },
  industries: {
    title: 'nav.industries',
    near: false,
    load: () => import('./Industries.svelte'),
    loadOne: () => import('./Industry.svelte'),
  },
  parks: {
    title: 'nav.parks',
    near: false,
    load: () => import('./Parks.svelte'),
    loadOne: () => import('./Park.svelte'),
  },
  clusters: { title: 'nav.clusters', near: false, load: () => import('./Clusters.svelte') },
  tasks: { title: 'nav.tasks', near: false, load: () => import('./Tasks.svelte') },
  compare: { title: 'nav.compare', near: false, load: () => import('./Compare.svelte') },
  checks: { title: 'nav.checks', near: false, load: () => import('./Checks.svelte') },
  documents: {
    title: 'nav.documents',
    near: false,
    load: () => import('./Documents.svelte'),
    loadOne: () => import('./Document.svelte'),
  },
  reviews: { title: 'nav.reviews', near: false, load: () => import('./Reviews.svelte') },
  data: { title: 'nav.data', near: false, load: () => import('./Data.svelte') },
}
