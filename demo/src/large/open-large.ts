import type { Recommender, RecommenderOptions } from 'locavore'
import { facets } from '../filters/choices.js'
import { startWorker } from '../shell/script-policy.js'
import { grownSinceFeed, listing, refresh } from '../state/listing.js'
import { marks } from '../state/marks.js'
import { making, taken } from './large-state.js'
import { followMemory } from './memory.js'
import { MADE_FOLDER, type MakerReport, type ServeOrder } from './shared/messages.js'

/** How often the recommender is asked how much it has. */
const ASK_EVERY = 400
/** A feed is made anew by itself only for somebody who is still at its top. */
const AT_TOP = 200

let maker: Worker | undefined
let stopper = new AbortController()

function startMaker(): Worker {
  const started = startWorker('maker')
  started.onmessage = ({ data }: MessageEvent<MakerReport>) => {
    if (data.kind === 'making') making.value = { state: 'making', done: data.done, total: data.total }
    else {
      facets.value = data.facets
      making.value = { state: 'made' }
    }
  }
  started.onerror = ({ message }) => {
    stop()
    making.value = { state: 'failed', problem: message ?? '' }
  }
  return started
}

function stop(): void {
  stopper.abort()
  maker?.terminate()
  maker = undefined
}

/** Ends the making; what was made so far is let go of. */
export function stopMaking(): void {
  stop()
  making.value = { state: 'stopped' }
}

/** The engine's worker with a line to the one that makes its catalogue: no item passes through the page. */
function startEngine(count: number, words: string): Worker {
  const engine = new Worker(new URL('./worker/engine/large-engine-worker.ts', import.meta.url), {
    type: 'module',
    name: 'locavore-engine',
  })
  const { port1, port2 } = new MessageChannel()
  engine.postMessage('made-files', [port1])
  maker ??= startMaker()
  maker.postMessage({ count, words, port: port2 } satisfies ServeOrder, [port2])
  return engine
}

type LargeOptions = Required<Pick<RecommenderOptions, 'name' | 'catalogue' | 'workers' | 'signal'>>

/** A recommender over as many postcards as asked for. Each number has a shelf of its own on the device. */
export async function largeCatalogue(count: number): Promise<LargeOptions> {
  stopper = new AbortController()
  making.value = { state: 'none' }
  taken.value = { items: 0, whole: false }
  const { signal } = stopper
  const response = await fetch('/catalogue/words.json', { signal })
  if (!response.ok) throw new TypeError(`/catalogue/words.json was answered with ${response.status}.`)
  const words = await response.text()
  return {
    name: `postcards-${count}`,
    catalogue: `${MADE_FOLDER}${count}/manifest.json`,
    workers: { engine: () => startEngine(count, words) },
    signal,
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Somebody who has begun to look, or to like, is asked before the feed moves. */
function chooseFromAll(): void {
  const untouched = scrollY < AT_TOP && marks.peek().size === 0 && listing.peek().kind === 'feed'
  if (untouched) void refresh()
  else grownSinceFeed.value = true
}

/** Tells how much of the catalogue is in, until all of it is. */
export async function followParts(made: Recommender): Promise<void> {
  followMemory()
  for (let asked = 0; made.state !== 'stopped'; asked += 1) {
    // An engine that is started again goes on with what is on the device.
    const told = await made.status().catch(() => undefined)
    const parts = told?.catalogueParts
    const whole = parts !== undefined && parts.here === parts.all
    if (told !== undefined) taken.value = { items: told.items, whole }
    if (whole) {
      performance.mark('postcards:all-in')
      if (asked > 0) chooseFromAll()
      return
    }
    await pause(ASK_EVERY)
  }
}
