/** Arrays over HTTP as `docs/reference/map-arrays.md` describes them. */
import { query, ResourceError } from '../../resources'

const KINDS = {
  float32: Float32Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
  uint64: BigUint64Array,
} as const

interface Listed {
  name: string
  type: keyof typeof KINDS
  shape: number[]
  offset: number
}

export interface Packed<Header> {
  header: Header
  floats(name: string): Float32Array
  integers(name: string): Uint32Array | Uint16Array | Uint8Array
  /** Whole numbers of 64 bits, such as ids of hexagons. */
  longs(name: string): BigUint64Array
}

export function unpack<Header>(data: ArrayBuffer): Packed<Header> {
  const view = new DataView(data)
  const magic = String.fromCharCode(...new Uint8Array(data, 0, 4))
  if (magic !== 'SDA1') throw new Error(`got ${magic}, expected SDA1`)
  const length = view.getUint32(4, true)
  const text = new TextDecoder().decode(new Uint8Array(data, 8, length))
  const header = JSON.parse(text) as Header & { arrays: Listed[] }
  const find = (name: string) => {
    const one = header.arrays.find((listed) => listed.name === name)
    if (!one) throw new Error(`no array ${name}`)
    const size = one.shape.reduce((product, side) => product * side, 1)
    return new KINDS[one.type](data, one.offset, size)
  }
  return {
    header,
    floats: (name) => find(name) as Float32Array,
    integers: (name) => find(name) as Uint32Array,
    longs: (name) => find(name) as BigUint64Array,
  }
}

type Values = Parameters<typeof query>[1]

/** Fetch arrays; the browser's own cache keeps what carries the version of its content. */
export async function fetchArrays<Header>(
  path: string,
  values: Values,
  signal?: AbortSignal,
): Promise<Packed<Header>> {
  let response: Response
  try {
    response = await fetch(`api/${query(path, values)}`, signal ? { signal } : {})
  } catch (problem) {
    if (signal?.aborted) throw problem
    throw new ResourceError({ kind: 'offline' })
  }
  if (!response.ok) {
    throw new ResourceError({ kind: 'server', detail: `${response.status}` })
  }
  return unpack<Header>(await response.arrayBuffer())
}
