/**
 * The address holds the whole state: page, language, filters, selection, map view.
 *
 * It lives behind the `#`, so that the same files work from any folder and any server:
 * `#/ledger?lang=en&industry=metaverse&open=commitment:…`.
 */

type Values = Record<string, string | number | null | undefined>

function read() {
  const [path = '', search = ''] = window.location.hash.replace(/^#\/?/, '').split('?', 2)
  return {
    path: path.split('/').filter(Boolean).map(decodeURIComponent),
    params: new URLSearchParams(search),
  }
}

class Address {
  #now = $state.raw(read())

  constructor() {
    window.addEventListener('hashchange', () => {
      this.#now = read()
    })
  }

  /** First part of the path: the page. */
  get page(): string {
    return this.#now.path[0] ?? 'overview'
  }

  /** Second part of the path: the thing shown. */
  get id(): string | undefined {
    return this.#now.path[1]
  }

  get(name: string): string {
    return this.#now.params.get(name) ?? ''
  }

  /** A parameter that holds several values, separated by commas. */
  list(name: string): string[] {
    return this.get(name).split(',').filter(Boolean)
  }

  /** Link to another page; of the present state only the language goes along. */
  link(path: string, values: Values = {}): string {
    return compose(path, new URLSearchParams(), { lang: this.get('lang'), ...values })
  }

  /** Link to this page with some values changed; `null` or `''` removes one. */
  here(values: Values): string {
    return compose(this.#now.path.map(encodeURIComponent).join('/'), this.#now.params, values)
  }

  /** Change some values; a step back returns to the former ones unless `replace`. */
  set(values: Values, { replace = false } = {}): void {
    this.go(this.here(values), { replace })
  }

  go(link: string, { replace = false } = {}): void {
    if (link === window.location.hash) return
    if (replace) {
      window.history.replaceState(null, '', link)
      this.#now = read()
    } else {
      window.location.hash = link
      this.#now = read()
    }
  }
}

function compose(path: string, start: URLSearchParams, values: Values): string {
  const params = new URLSearchParams(start)
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === '') params.delete(key)
    else params.set(key, String(value))
  }
  // Commas and colons are readable and safe in a fragment.
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return `#/${path}${text ? `?${text}` : ''}`
}

export const address = new Address()
