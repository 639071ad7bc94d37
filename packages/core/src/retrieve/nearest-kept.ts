import type { ModalityIndex } from '../catalogue/modality-index.js'

/** What a list asks one medium with. */
export interface NearestAsked {
  readonly rows: ModalityIndex
  /** `[asked][dimensions]`, centred. */
  readonly vectors: readonly Float32Array[]
  /** The item whose row a vector is, by index; undefined for any other vector. `[asked]` */
  readonly items: readonly (number | undefined)[]
}

export interface NearestAmong {
  /** 1 where an item may appear. */
  readonly allowed: Uint8Array
  /**
   * 1 where an item passes the filter, whatever the person chose or refused: one object for as long as no item changes, and
   * hardly more than what is allowed.
   */
  readonly open?: Uint8Array
}

/** Neighbours found beyond those wanted, for what the person has chosen or refused among them. */
const SPARE = 64
/** Items whose neighbours are kept for one filter: a list asks with a few, and the next one mostly with the same. */
const MOST_KEPT = 64

interface Kept {
  readonly version: number
  readonly room: number
  /** Best first, of those that pass the filter. */
  readonly found: ArrayLike<number>
}

const kept = new WeakMap<Uint8Array, Map<ModalityIndex, Map<number, Kept>>>()

/**
 * What `rows.nearest` finds, best first, `[asked]`. The neighbours of an item change only when the catalogue does, so that a
 * like later most of them are known.
 */
export function nearestKept(asked: NearestAsked, each: number, among: NearestAmong): readonly ArrayLike<number>[] {
  const { rows, vectors, items } = asked
  const { allowed, open } = among
  // Vectors without a direction have no answer, which would move the others up.
  const answered = vectors.every((vector) => vector.some((value) => value !== 0))
  if (open === undefined || !answered) return rows.nearest(vectors, each, allowed)
  const room = each + SPARE
  const memory = memoryOf(open, rows)
  const found = items.map((item) => recall(memory, item, { version: rows.version, room }))
  const missing = vectors.filter((_, k) => found[k] === undefined)
  const fresh = [...rows.nearest(missing, room, open)]
  return vectors.map((vector, k) => {
    const near = found[k] ?? fresh.shift() ?? []
    const item = items[k]
    if (item !== undefined) keep(memory, item, { version: rows.version, room, found: near })
    return firstAllowed(near, { each, room, allowed }) ?? rows.nearest([vector], each, allowed)[0] ?? []
  })
}

function memoryOf(open: Uint8Array, rows: ModalityIndex): Map<number, Kept> {
  const media = kept.get(open) ?? new Map<ModalityIndex, Map<number, Kept>>()
  kept.set(open, media)
  const memory = media.get(rows) ?? new Map<number, Kept>()
  media.set(rows, memory)
  return memory
}

function recall(
  memory: Map<number, Kept>,
  item: number | undefined,
  { version, room }: { readonly version: number; readonly room: number },
): ArrayLike<number> | undefined {
  const known = item === undefined ? undefined : memory.get(item)
  return known?.version === version && known.room >= room ? known.found : undefined
}

/** Taking it out and putting it back makes it the youngest: the map's order is the order of use. */
function keep(memory: Map<number, Kept>, item: number, neighbours: Kept): void {
  const known = memory.get(item)
  memory.delete(item)
  memory.set(item, known !== undefined && known.found === neighbours.found ? known : neighbours)
  for (const oldest of memory.keys()) {
    if (memory.size <= MOST_KEPT) break
    memory.delete(oldest)
  }
}

/** The first of them that are allowed; undefined where there may be more than were found. */
function firstAllowed(
  found: ArrayLike<number>,
  { each, room, allowed }: { readonly each: number; readonly room: number; readonly allowed: Uint8Array },
): ArrayLike<number> | undefined {
  const first = new Int32Array(Math.min(each, found.length))
  let count = 0
  for (let k = 0; k < found.length && count < each; k += 1) {
    if (allowed[found[k] as number] !== 1) continue
    first[count] = found[k] as number
    count += 1
  }
  return count === each || found.length < room ? first.subarray(0, count) : undefined
}
