import type { EncoderReport, RequestRecord } from '@locavore/encoders'
import type { CallOptions } from './call-options.js'

export type RecommenderState = 'opening' | 'ready' | 'degraded' | 'stopped'

export interface RecommenderStatus {
  readonly state: RecommenderState
  /** Why it is not `ready`, in words; empty when it is. */
  readonly reason: string
  readonly paused: boolean
  readonly storage: 'indexeddb' | 'memory'
  readonly kernels: string
  readonly items: number
  readonly interactions: number
  /** Items added on this device that only another model has encoded: they match nothing until `reencode()`. */
  readonly waiting: number
  readonly catalogueRevision?: string
  /** How much of a first download is here already: `here` is `all` once it is whole. */
  readonly catalogueParts?: { readonly here: number; readonly all: number }
  readonly encoder?: EncoderReport
}

/** How the recommender is, what it asked of the network, and its end. */
export interface StatusMethods {
  readonly state: RecommenderState
  status(options?: CallOptions): Promise<RecommenderStatus>
  /** Every request this library made, from the page and from its workers. */
  requests(options?: CallOptions): Promise<readonly RequestRecord[]>
  /** Told at once, and again on every change. Returns the way to stop listening. */
  subscribe(
    listener: (status: { readonly state: RecommenderState; readonly reason: string; readonly paused: boolean }) => void,
  ): () => void
  close(): Promise<void>
}
