import { nano } from '@locavore/nano'
import { signal } from '@preact/signals'
import { createRecommender, type Recommender } from 'locavore'
import { announce } from '../ui/announcements.js'
import { messageOf } from './messages.js'
import { session } from './session.js'

export type Connection =
  | { readonly state: 'opening'; readonly share: number }
  | { readonly state: 'ready' }
  | { readonly state: 'degraded' | 'stopped'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string }

export const connection = signal<Connection>({ state: 'opening', share: 0 })

/** True while a person has asked that nothing they do is learnt from. */
export const paused = signal(false)

let opened: Promise<Recommender> | undefined

/** The one recommender of the page; every part of the page asks here. */
export function recommender(): Promise<Recommender> {
  opened ??= open()
  return opened
}

async function open(): Promise<Recommender> {
  connection.value = { state: 'opening', share: 0 }
  try {
    const made = await createRecommender({
      name: 'postcards',
      catalogue: '/catalogue/manifest.json',
      storage: session.storage,
      ...(session.model === 'nano' ? { encoder: nano() } : {}),
      ...(session.devices === undefined ? {} : { devices: session.devices }),
      onProgress: ({ loadedBytes, totalBytes }) => {
        connection.value = { state: 'opening', share: totalBytes === 0 ? 0 : loadedBytes / totalBytes }
      },
    })
    follow(made)
    return made
  } catch (error) {
    // The next call tries anew.
    opened = undefined
    connection.value = { state: 'failed', reason: messageOf(error) }
    throw error
  }
}

function follow(made: Recommender): void {
  made.subscribe(({ state, reason, paused: isPaused }) => {
    paused.value = isPaused
    if (state === 'opening') return
    connection.value = state === 'ready' ? { state } : { state, reason }
    if (state === 'degraded') announce(`Some things are limited: ${reason}`)
  })
  // For people at the console: everything the page does goes through this one object.
  Object.assign(globalThis, { postcards: { recommender: made } })
}

/** A fresh recommender after the last one was erased or failed to open. */
export async function reopen(): Promise<Recommender> {
  const last = await opened?.catch(() => undefined)
  await last?.close().catch(() => undefined)
  opened = open()
  return opened
}
