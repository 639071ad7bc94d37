import { startWorker } from '../shell/script-policy.js'
import type { CardAnswer, CardOrder } from './shared/messages.js'

type Listener = (answer: CardAnswer | 'lost') => void

const listeners = new Set<Listener>()
let worker: Worker | undefined
let losses = 0
/** A worker that fails this often fails always. */
const MOST_LOSSES = 3

/** Hears every answer of the worker, and when it is lost with all it was asked. */
export const listenToCards = (listener: Listener): void => void listeners.add(listener)

function tell(answer: CardAnswer | 'lost'): void {
  for (const listener of listeners) listener(answer)
}

function start(): Worker {
  const started = startWorker('cards')
  started.onmessage = ({ data }: MessageEvent<CardAnswer>) => tell(data)
  started.onerror = () => {
    started.terminate()
    if (worker === started) worker = undefined
    losses += 1
    tell('lost')
  }
  return started
}

/** Asks the worker that draws and writes cards. False where there is none to be had. */
export function askCards(order: CardOrder): boolean {
  if (losses >= MOST_LOSSES) return false
  worker ??= start()
  worker.postMessage(order)
  return true
}
