import { nano } from '@locavore/nano'
import { signal } from '@preact/signals'
import { createRecommender, type Recommender, type RecommenderOptions } from 'locavore'
import { say } from '../language/texts.js'
import { announce } from '../ui/announcements.js'
import { messageOf } from './messages.js'
import { mode } from './mode.js'
import { largeCount, session } from './session.js'

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

type Chosen = Pick<RecommenderOptions, 'name' | 'catalogue' | 'encoder' | 'workers' | 'signal'>

/** A model of the site's own has a shelf of its own, and no ready vectors. */
async function modelOptions(): Promise<Chosen> {
  const { model } = session
  if (typeof model === 'object') {
    const { openModel } = await import('./other-model.js')
    const letters = model.folder.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
    return { name: `postcards-by-${letters.slice(-40)}`, encoder: await openModel(model.folder) }
  }
  const encoder = model === 'nano' ? { encoder: nano() } : {}
  if (largeCount !== undefined) {
    const { largeCatalogue } = await import('../large/open-large.js')
    return { ...(await largeCatalogue(largeCount)), ...encoder }
  }
  return { name: 'postcards', catalogue: '/catalogue/manifest.json', ...encoder }
}

async function open(): Promise<Recommender> {
  connection.value = { state: 'opening', share: 0 }
  const begun = mode.peek()
  try {
    const made = await createRecommender({
      ...(await modelOptions()),
      storage: session.storage,
      ...(begun === undefined ? {} : { mode: begun }),
      ...(session.devices === undefined ? {} : { devices: session.devices }),
      onProgress: ({ loadedBytes, totalBytes }) => {
        connection.value = { state: 'opening', share: totalBytes === 0 ? 0 : loadedBytes / totalBytes }
      },
    })
    if (typeof session.model === 'object') await (await import('./other-model.js')).fillWithFew(made)
    follow(made)
    if (largeCount !== undefined) void import('../large/open-large.js').then((large) => large.followParts(made))
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
    if (state === 'degraded') announce(`${say().head.limited} ${reason}`)
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
