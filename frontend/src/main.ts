/** First of all: ask for what the page will show, for its code, and for the app's. */
import './app.css'
import './print.css'
import { lookAhead } from './lib/ahead'
import { pages } from './pages'

const { hash } = window.location
lookAhead(hash)
const app = import('./start')
const [page = '', id] = hash.replace(/^#\/?/, '').split('?', 1)[0]?.split('/') ?? []
const place = pages[page || 'overview']
// What fails here is told by the app, which asks again.
void (id ? place?.loadOne : place?.load)?.().catch(() => undefined)
const script = document.querySelector<HTMLMetaElement>('meta[name=map-script]')
if (page === 'map' && script) {
  const link = document.createElement('link')
  link.rel = 'modulepreload'
  link.href = script.content
  link.fetchPriority = 'low'
  document.head.append(link)
}
void app
