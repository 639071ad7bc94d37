import type { Interaction, InteractionInput, Item, Modality, TagGroup } from '@locavore/core'
import { LocavoreError } from '@locavore/core'
import type { ClipSource, EncoderReport, KeyFrame, KeyFrameOptions, RequestRecord } from '@locavore/encoders'
import type { EncoderHost } from './encoder-host.js'
import { closedError, type EngineClient } from './engine-client.js'
import { addItems } from './input/add-items.js'
import { idList, LIST_OPTIONS, limits, listRequest, longLimits, type Progressing } from './input/call-arguments.js'
import { prepareQuery } from './input/prepare-query.js'
import { readDataFile } from './input/read-data-file.js'
import { tagSubject } from './input/tag-subject.js'
import { alignItem } from './media/align-item.js'
import { clipOf } from './media/clip-of.js'
import { Reencoder } from './media/reencoder.js'
import type { AlignQuery, AlignTarget, ItemAlignment, ReencodeResult } from './media/types.js'
import { recommendationList } from './recommendation-list.js'
import type {
  AddItemsResult,
  AddProgress,
  CallOptions,
  Explanation,
  HistoryEntry,
  ItemInput,
  ListOptions,
  ProfileSummary,
  Recommendation,
  RecommendationList,
  Recommender,
  RecommenderState,
  RecommenderStatus,
  RecommendOptions,
  SearchOptions,
  SearchQuery,
  TagsOptions,
} from './recommender.js'
import type { StateReport, StatusBoard } from './status-board.js'
import { refuseUnknownOptions, requireString, throwIfAborted } from './validate.js'

export interface RecommenderParts {
  readonly engine: EngineClient
  readonly board: StatusBoard
  readonly encoder: EncoderHost | undefined
  readonly spaceId: string | undefined
  /** Takes the page's listeners away. */
  readonly leave: () => void
}

/** A search box needs words, and most items have pictures; sounds cost a download that many sites never need. */
const WARMED_UP: readonly Modality[] = ['text', 'image']

/** The page's side of a recommender: checks what it is given, encodes what needs it, and asks the engine worker. */
export class LocalRecommender implements Recommender {
  readonly #engine: EngineClient
  readonly #board: StatusBoard
  readonly #encoder: EncoderHost | undefined
  readonly #spaceId: string | undefined
  readonly #reencoder: Reencoder | undefined
  readonly #leave: () => void

  constructor(parts: RecommenderParts) {
    this.#engine = parts.engine
    this.#board = parts.board
    this.#encoder = parts.encoder
    this.#spaceId = parts.spaceId
    this.#reencoder = parts.encoder === undefined ? undefined : new Reencoder(parts.engine, parts.encoder)
    this.#leave = parts.leave
  }

  get state(): RecommenderState {
    return this.#board.current.state
  }

  get paused(): boolean {
    return this.#board.current.paused
  }

  pause(): void {
    this.#setPaused(true)
  }

  resume(): void {
    this.#setPaused(false)
  }

  async addItems(
    items: readonly ItemInput[],
    options: CallOptions & { readonly onProgress?: (progress: AddProgress) => void } = {},
  ): Promise<AddItemsResult> {
    this.#begin('addItems', options, ['onProgress'])
    const parts = { engine: this.#engine, encoder: this.#encoder, spaceId: this.#spaceId }
    const result = await addItems(items, options, parts)
    this.#reencoder?.begin()
    return result
  }

  async removeItems(itemIds: readonly string[], options: CallOptions = {}): Promise<number> {
    this.#begin('removeItems', options)
    const request = { itemIds: idList(itemIds, 'removeItems') }
    const { removed } = await this.#engine.call('removeItems', request, limits(options))
    if (this.#engine.waiting > 0) await this.#engine.update()
    return removed
  }

  async getItems(itemIds: readonly string[], options: CallOptions = {}): Promise<readonly Item[]> {
    this.#begin('getItems', options)
    return (await this.#engine.call('getItems', { itemIds: idList(itemIds, 'getItems') }, limits(options))).items
  }

  async record(interaction: InteractionInput, options: CallOptions = {}): Promise<Interaction | undefined> {
    this.#begin('record', options)
    const request = { interaction: { ...interaction } }
    if (!this.paused) return this.#engine.call('record', request, limits(options))
    await this.#engine.call('checkRecord', request, limits(options))
    return undefined
  }

  async recommend(options: RecommendOptions = {}): Promise<RecommendationList> {
    this.#begin('recommend', options, [...LIST_OPTIONS, 'scenario'])
    const { scenario } = options
    const request = { ...listRequest(options), ...(scenario === undefined ? {} : { scenario }) }
    return recommendationList(await this.#engine.call('recommend', request, limits(options)))
  }

  async related(itemId: string, options: ListOptions = {}): Promise<RecommendationList> {
    this.#begin('related', options, LIST_OPTIONS)
    const request = { ...listRequest(options), itemId: requireString(itemId, 'related: itemId') }
    return recommendationList(await this.#engine.call('related', request, limits(options)))
  }

  async search(query: SearchQuery, options: SearchOptions = {}): Promise<RecommendationList> {
    this.#begin('search', options, [...LIST_OPTIONS, 'personalise'])
    const prepared = await prepareQuery(query, this.#encoder, options.signal)
    const { personalise } = options
    const request = { ...listRequest(options), ...prepared, ...(personalise === undefined ? {} : { personalise }) }
    return recommendationList(await this.#engine.call('search', request, limits(options)))
  }

  async tags(subject: SearchQuery, options: TagsOptions = {}): Promise<readonly TagGroup[]> {
    this.#begin('tags', options, ['groups'])
    return tagSubject(subject, options, { engine: this.#engine, encoder: this.#encoder })
  }

  async next(
    list: RecommendationList | string,
    options: CallOptions & { readonly limit?: number } = {},
  ): Promise<RecommendationList> {
    this.#begin('next', options, ['limit'])
    const listId = requireString(typeof list === 'string' ? list : list?.listId, 'next: the id of the list')
    const request = { listId, ...(options.limit === undefined ? {} : { limit: options.limit }) }
    return recommendationList(await this.#engine.call('next', request, limits(options)))
  }

  async explain(
    recommendation: Pick<Recommendation, 'listId'> & { readonly item: Pick<Item, 'id'> },
    options: CallOptions = {},
  ): Promise<Explanation> {
    this.#begin('explain', options)
    const listId = requireString(recommendation?.listId, 'explain: listId')
    const itemId = requireString(recommendation.item?.id, 'explain: item.id')
    return this.#engine.call('explain', { listId, itemId }, limits(options))
  }

  async align(query: AlignQuery, target: AlignTarget, options: Progressing = {}): Promise<ItemAlignment> {
    this.#begin('align', options, ['onProgress'])
    return alignItem(query, target, options, { engine: this.#engine, encoder: this.#encoder })
  }

  async keyFrames(
    clip: ClipSource | { readonly itemId: string },
    options: KeyFrameOptions = {},
  ): Promise<readonly KeyFrame[]> {
    this.#begin('keyFrames', options, ['onProgress', 'most'])
    const encoder = this.#requireEncoder('keyFrames')
    return encoder.keyFrames(await clipOf(clip, this.#engine, limits(options)), options)
  }

  async history(options: CallOptions = {}): Promise<readonly HistoryEntry[]> {
    this.#begin('history', options)
    return this.#engine.call('history', {}, limits(options))
  }

  async profile(options: CallOptions = {}): Promise<ProfileSummary> {
    this.#begin('profile', options)
    return this.#engine.call('profile', {}, limits(options))
  }

  async forget(sequences: number | readonly number[], options: CallOptions = {}): Promise<number> {
    this.#begin('forget', options)
    const list = typeof sequences === 'number' ? [sequences] : [...sequences]
    return (await this.#engine.call('forget', { sequences: list }, limits(options))).forgotten
  }

  async exportData(options: CallOptions = {}): Promise<Blob> {
    this.#begin('exportData', options)
    const { json } = await this.#engine.call('exportData', {}, longLimits(options))
    return new Blob([json], { type: 'application/json' })
  }

  async importData(
    file: Blob,
    options: CallOptions = {},
  ): Promise<{ readonly interactions: number; readonly items: number }> {
    this.#begin('importData', options)
    const counts = await this.#engine.call('importData', { json: await readDataFile(file) }, longLimits(options))
    // The file may come from a device with another model.
    await this.#engine.update()
    return counts
  }

  async erase(options: CallOptions = {}): Promise<void> {
    this.#begin('erase', options)
    await this.#engine.call('erase', {}, limits(options))
    await this.#stop('none', 'Everything held was erased.')
  }

  async status(options: CallOptions = {}): Promise<RecommenderStatus> {
    this.#begin('status', options)
    const { space: _space, degraded: _degraded, ...report } = await this.#engine.call('status', {}, limits(options))
    const encoder = this.#encoder === undefined ? {} : { encoder: this.#encoder.report() }
    return { ...this.#board.current, ...report, ...encoder }
  }

  async requests(options: CallOptions = {}): Promise<readonly RequestRecord[]> {
    this.#begin('requests', options)
    const ours: readonly RequestRecord[] = await this.#engine.call('requests', {}, limits(options))
    const encoders = this.#encoder?.report().requests ?? []
    return [...ours, ...encoders].sort((left, right) => left.at - right.at)
  }

  async reencode(options: Progressing = {}): Promise<ReencodeResult> {
    this.#begin('reencode', options, ['onProgress'])
    this.#requireEncoder('reencode')
    return (await this.#reencoder?.run(options)) ?? { reencoded: 0, left: [] }
  }

  async warmUp(modalities?: readonly Modality[], options: Progressing = {}): Promise<EncoderReport> {
    this.#begin('warmUp', options, ['onProgress'])
    const encoder = this.#requireEncoder('warmUp')
    const usual = WARMED_UP.filter((modality) => encoder.space.modalities.includes(modality))
    const report = await encoder.warmUp(modalities ?? usual, options)
    this.#reencoder?.begin()
    return report
  }

  subscribe(listener: (status: StateReport) => void): () => void {
    return this.#board.subscribe(listener)
  }

  close(): Promise<void> {
    return this.#stop('close', 'The recommender was closed.')
  }

  async #stop(last: 'close' | 'none', reason: string): Promise<void> {
    if (this.#engine.closed) return
    this.#leave()
    this.#reencoder?.stop()
    this.#board.stopped(reason)
    await Promise.all([this.#engine.stop(last), this.#encoder?.close()])
  }

  #setPaused(paused: boolean): void {
    if (this.#engine.closed) throw closedError()
    this.#board.setPaused(paused)
  }

  #requireEncoder(method: string): EncoderHost {
    if (this.#encoder !== undefined) return this.#encoder
    throw new LocavoreError('encoder-unavailable', `${method}: give createRecommender an "encoder" first.`)
  }

  /** What every call checks before it does anything. */
  #begin(method: string, options: CallOptions, known: readonly string[] = []): void {
    if (this.#engine.closed) throw closedError()
    refuseUnknownOptions(options, ['signal', ...known], method)
    throwIfAborted(options.signal, method)
  }
}
