/**
 * What the first page asks for, asked for while its code is still on its way. It imports
 * nothing: the smaller it is, the sooner the server begins to answer.
 */

const begun = new Map<string, Promise<Response>>()
/** What the page itself has asked for, which needs no asking ahead any more. */
const wanted = new Set<string>()

function ask(path: string): Promise<Response> {
  const asked = fetch(`api/${path}`, { headers: { accept: 'application/json' } })
  // Whoever takes it says what went wrong.
  asked.catch(() => undefined)
  begun.set(path, asked)
  return asked
}

/** The answer to a path that was asked for ahead; it is handed out once. */
export function taken(path: string): Promise<Response> | undefined {
  const found = begun.get(path)
  begun.delete(path)
  wanted.add(path)
  return found
}

/** Ask for what the page of an address (behind the `#`) shows first. */
export function lookAhead(hash: string): void {
  void ask('info')
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  if (path !== 'map') return
  void ask('map')
  const register = new URLSearchParams(search).get('register')
  ask('registers')
    .then(async (answer) => {
      const { registers } = (await answer.clone().json()) as { registers: unknown[] }
      // Without a register there is no grid to ask for.
      const grid = register ? `map/grid?register=${encodeURIComponent(register)}` : 'map/grid'
      if (registers.length > 0 && !wanted.has(grid)) void ask(grid)
    })
    .catch(() => undefined)
}
