/** A resource that follows its address: the last answer stays on screen until the next one. */
import { untrack } from 'svelte'
import { type Failure, fetchResource, forget, known, ResourceError } from './resources'

export interface Loaded<T> {
  readonly data: T | undefined
  readonly failure: Failure | undefined
  /** True while an answer for the present address is on its way. */
  readonly pending: boolean
  retry(): void
}

let epoch = $state(0)
/** How many answers are on their way. */
let underway = $state(0)

/** Whether something on screen waits for its answer. */
export function waiting(): boolean {
  return underway > 0
}

function count(step: 1 | -1): void {
  untrack(() => {
    underway += step
  })
}

/** Ask anew for everything on screen: a decision changed the atlas. */
export function refresh(): void {
  forget()
  epoch += 1
}

/** Load `api/<path>`; `null` loads nothing. Call it while a component is set up. */
export function load<T>(path: () => string | null): Loaded<T> {
  const first = path()
  const here = first === null ? undefined : known<T>(first)
  let data = $state.raw<T | undefined>(here)
  let failure = $state.raw<Failure | undefined>()
  let pending = $state(first !== null && here === undefined)
  let attempt = $state(0)

  $effect(() => {
    const wanted = path()
    void [attempt, epoch]
    failure = undefined
    if (wanted === null) {
      data = undefined
      pending = false
      return
    }
    const found = known<T>(wanted)
    if (found !== undefined) {
      data = found
      pending = false
      return
    }
    pending = true
    const control = new AbortController()
    let settled = false
    /** Count the answer once, however it ends. */
    const settle = () => {
      if (!settled) count(-1)
      settled = true
    }
    count(1)
    fetchResource<T>(wanted, control.signal)
      .then((answer) => {
        if (control.signal.aborted) return
        data = answer
        pending = false
      })
      .catch((problem: unknown) => {
        if (control.signal.aborted) return
        data = undefined
        pending = false
        failure =
          problem instanceof ResourceError
            ? problem.failure
            : { kind: 'server', detail: String(problem) }
      })
      .finally(settle)
    return () => {
      control.abort()
      settle()
    }
  })

  return {
    get data() {
      return data
    },
    get failure() {
      return failure
    },
    get pending() {
      return pending
    },
    retry() {
      attempt += 1
    },
  }
}
