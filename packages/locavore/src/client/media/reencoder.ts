import { LocavoreError, type Modality, toLocavoreError } from '@locavore/core'
import type { Content, EncodeOptions, EncodeProgress, EncodeResult, Encoder } from '@locavore/encoders'
import type { NewEmbeddings, WaitingItem } from '../../shared/protocol.js'
import type { EngineClient } from '../engine-client.js'
import { contentOf } from '../input/content-of.js'
import type { ReencodeResult } from './types.js'

/** Items per step: stored together, and given up between. */
const ITEMS_PER_STEP = 16

type Left = ReencodeResult['left'][number]

/** Encodes again what another model encoded, from what the device still holds of it. */
export class Reencoder {
  readonly #engine: EngineClient
  readonly #encoder: Encoder
  readonly #ended = new AbortController()
  #running: Promise<ReencodeResult> | undefined
  /** What the page has tried by itself is tried again only when it is asked for. */
  #tried = false

  constructor(engine: EngineClient, encoder: Encoder) {
    this.#engine = engine
    this.#encoder = encoder
  }

  /** Begins quietly if anything waits and the model is loaded anyway. What fails shows in the status: the items still wait. */
  begin(): void {
    if (this.#tried || this.#engine.waiting === 0 || this.#encoder.report().state !== 'ready') return
    this.#tried = true
    void this.run({}).catch(() => undefined)
  }

  /** @throws LocavoreError what `encode` throws; items done before that are kept */
  async run(options: EncodeOptions): Promise<ReencodeResult> {
    // One at a time: a second run would encode what the first is about to store.
    await this.#running?.catch(() => undefined)
    const signals = [this.#ended.signal, ...(options.signal === undefined ? [] : [options.signal])]
    const work = this.#work({ ...options, signal: AbortSignal.any(signals) })
    this.#running = work
    try {
      return await work
    } finally {
      if (this.#running === work) this.#running = undefined
      await this.#engine.update()
    }
  }

  stop(): void {
    this.#ended.abort()
  }

  async #work(options: EncodeOptions): Promise<ReencodeResult> {
    const total = this.#engine.waiting
    const left: Left[] = []
    let reencoded = 0
    let done = 0
    for (let step = await this.#step(undefined, options); step.length > 0; ) {
      const encoded = await this.#encode(step, left, options)
      reencoded += await this.#store(encoded, options)
      done += step.length
      options.onProgress?.({ phase: 'encode', done, total: Math.max(done, total) })
      step = await this.#step(step.at(-1)?.item.id, options)
    }
    return { reencoded, left }
  }

  async #step(after: string | undefined, options: EncodeOptions): Promise<readonly WaitingItem[]> {
    const request = { limit: ITEMS_PER_STEP, ...(after === undefined ? {} : { after }) }
    return (await this.#engine.call('listWaiting', request, limitsOf(options))).items
  }

  async #encode(step: readonly WaitingItem[], left: Left[], options: EncodeOptions): Promise<NewEmbeddings[]> {
    const jobs = step.flatMap(({ item, modalities }) => {
      const contents = contentOf(item)
      return modalities.flatMap((modality) => {
        const content = contents.find((one) => one.modality === modality)
        if (content === undefined) left.push({ id: item.id, modality, error: notHeld(modality) })
        return content === undefined ? [] : [{ id: item.id, modality, content }]
      })
    })
    const results = await this.#results(jobs, options)
    const byItem = new Map<string, NewEmbeddings['embeddings'][number][]>()
    for (const [index, { id, modality }] of jobs.entries()) {
      const result = results[index]
      if (result?.ok === true) byItem.set(id, [...(byItem.get(id) ?? []), ownBuffer(result.embedding)])
      else left.push({ id, modality, error: result?.error ?? new LocavoreError('internal', 'An answer was lost.') })
    }
    return Array.from(byItem, ([itemId, embeddings]) => ({ itemId, embeddings }))
  }

  async #results(
    jobs: readonly { readonly content: Content }[],
    { signal, onProgress }: EncodeOptions,
  ): Promise<readonly EncodeResult[]> {
    if (jobs.length === 0) return []
    const report = (progress: EncodeProgress) => {
      if (progress.phase !== 'encode') onProgress?.(progress)
    }
    const contents = jobs.map(({ content }) => content)
    return this.#encoder.encode(contents, { ...(signal === undefined ? {} : { signal }), onProgress: report })
  }

  async #store(items: readonly NewEmbeddings[], options: EncodeOptions): Promise<number> {
    if (items.length === 0) return 0
    try {
      return (await this.#engine.call('putEmbeddings', { items }, limitsOf(options))).stored
    } catch (thrown) {
      // Another tab has removed one of them just now; the others wait for the next time.
      if (toLocavoreError(thrown).code === 'unknown-item') return 0
      throw thrown
    }
  }
}

function notHeld(modality: Modality): LocavoreError {
  return new LocavoreError('no-content', `Its ${modality} was not kept on this device. Add the item again.`, {
    modality,
  })
}

/** A view of a batch would drag the whole batch over to the worker. */
function ownBuffer<T extends { readonly vector: Float32Array }>(embedding: T): T {
  return { ...embedding, vector: embedding.vector.slice() }
}

function limitsOf({ signal }: EncodeOptions): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
