/** Light or dark: the reader's choice on this device, else the system's. */

export type Theme = 'light' | 'dark'
const KEY = 'saidao.theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')

function stored(): Theme | null {
  try {
    const value = window.localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : null
  } catch {
    // Storage may be forbidden; the system's choice then holds.
    return null
  }
}

class ThemeState {
  #chosen = $state<Theme | null>(stored())
  #system = $state<Theme>(system.matches ? 'dark' : 'light')

  constructor() {
    system.addEventListener('change', (event) => {
      this.#system = event.matches ? 'dark' : 'light'
      this.apply()
    })
  }

  get current(): Theme {
    return this.#chosen ?? this.#system
  }

  toggle(): void {
    this.#chosen = this.current === 'dark' ? 'light' : 'dark'
    try {
      window.localStorage.setItem(KEY, this.#chosen)
    } catch {
      // The choice then holds until the page is closed.
    }
    this.apply()
  }

  apply(): void {
    document.documentElement.dataset.theme = this.current
  }
}

export const theme = new ThemeState()
