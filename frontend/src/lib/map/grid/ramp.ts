/** Classes of a measure over hexagons: cuts at round values, and the class of each hexagon. */

/** What a measure is and how its classes are cut. */
export type Scale = 'count' | 'ratio' | 'share' | 'change'

/** Lower ends of the classes, growing; the last class is open. */
export function cuts(values: readonly Float32Array[], scale: Scale): number[] {
  // A quotient has a meaning of its own: 1 is the city's share.
  if (scale === 'ratio') return [0, 0.5, 1, 2, 4]
  if (scale === 'change') return [Number.NEGATIVE_INFINITY, -0.1, 0, 0.1, 0.25]
  const sorted = sample(values).sort()
  const lowest = sorted[0]
  const highest = sorted.at(-1)
  if (lowest === undefined || highest === undefined) return []
  const found = [scale === 'count' ? Math.min(lowest, 1) : 0]
  // Few places hold most: classes of equal number in the lower half, then by factors.
  for (const part of [0.4, 0.7, 0.88, 0.97]) {
    const cut = rounded(sorted[Math.floor(part * (sorted.length - 1))] as number)
    if (cut > (found.at(-1) as number) && cut <= highest) found.push(cut)
  }
  return found
}

function sample(values: readonly Float32Array[], most = 20_000): Float32Array {
  const total = values.reduce((sum, one) => sum + one.length, 0)
  const step = Math.max(1, Math.floor(total / most))
  const taken: number[] = []
  for (const one of values) {
    for (let i = 0; i < one.length; i += step) {
      const value = one[i] as number
      if (Number.isFinite(value) && value !== 0) taken.push(value)
    }
  }
  return Float32Array.from(taken)
}

/** One or two significant digits, as people cut classes. */
export function rounded(value: number): number {
  if (value === 0) return 0
  const unit = 10 ** Math.floor(Math.log10(Math.abs(value)))
  const digits = value / unit
  const near = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].reduce((best, one) =>
    Math.abs(one - digits) < Math.abs(best - digits) ? one : best,
  )
  return Number((near * unit).toPrecision(6))
}

/** Class of a value; -1 where there is none. */
export function classIn(value: number, lows: readonly number[]): number {
  if (Number.isNaN(value)) return -1
  let found = 0
  for (let i = 1; i < lows.length; i += 1) if (value >= (lows[i] as number)) found = i
  return found
}
