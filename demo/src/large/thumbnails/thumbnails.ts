import { askCards, listenToCards } from '../cards-worker.js'
import { PictureShelf } from './picture-shelf.js'

/** Two in hand keep the worker busy; the rest can still be called off. */
const AT_ONCE = 2
/** Some hundreds of pictures. */
const MOST_BYTES = 12 * 2 ** 20

export interface Wanted {
  readonly seed: number
  /** In pixels of the picture, which is 4 to 3. */
  readonly width: number
  /** An address that is good for now. */
  readonly onDrawn: (address: string) => void
  readonly onFailed: () => void
}

const shelf = new PictureShelf(MOST_BYTES, (address) => askCards({ kind: 'forget', address }))
const waiting = new Map<string, Set<Wanted>>()
const inHand = new Set<string>()

const keyOf = ({ seed, width }: Wanted): string => `${seed}x${width}`

/** The newest first: what came into view last is what is looked at. */
function next(): void {
  const keys = [...waiting.keys()].reverse()
  for (const key of keys) {
    if (inHand.size >= AT_ONCE) return
    const [first] = waiting.get(key) ?? []
    if (first === undefined || inHand.has(key)) continue
    inHand.add(key)
    if (!askCards({ kind: 'draw', key, seed: first.seed, width: first.width })) fail(key)
  }
}

function fail(key: string): void {
  inHand.delete(key)
  for (const { onFailed } of waiting.get(key) ?? []) onFailed()
  waiting.delete(key)
}

listenToCards((answer) => {
  if (answer === 'lost') {
    // Its addresses ended with it.
    shelf.clear()
    for (const key of [...inHand]) fail(key)
  } else if (answer.kind === 'not-drawn') fail(answer.key)
  else if (answer.kind === 'drawn') {
    inHand.delete(answer.key)
    shelf.put(answer.key, answer)
    for (const { onDrawn } of waiting.get(answer.key) ?? []) onDrawn(answer.address)
    waiting.delete(answer.key)
  }
  next()
})

/** Asks for a picture, at once if it was drawn lately. Returns the way to call it off. */
export function wantThumbnail(wanted: Wanted): () => void {
  const key = keyOf(wanted)
  const drawn = shelf.get(key)
  if (drawn !== undefined) {
    wanted.onDrawn(drawn)
    return () => {}
  }
  const sharing = waiting.get(key) ?? new Set()
  waiting.delete(key)
  waiting.set(key, sharing.add(wanted))
  next()
  return () => {
    sharing.delete(wanted)
    if (sharing.size === 0 && waiting.get(key) === sharing) waiting.delete(key)
  }
}
