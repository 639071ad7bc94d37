import { LocavoreError } from '@locavore/core'
import type { Circumstances } from '../circumstances.js'
import type { CallOptions } from '../contract/call-options.js'
import type { EncoderHost } from '../encoder-host.js'
import { closedError, type EngineClient } from '../engine-client.js'
import { Reencoder } from '../media/reencoder.js'
import type { StatusBoard } from '../status-board.js'
import { refuseUnknownOptions, throwIfAborted } from '../validate.js'

export interface RecommenderParts {
  readonly engine: EngineClient
  readonly board: StatusBoard
  readonly encoder: EncoderHost | undefined
  readonly spaceId: string | undefined
  readonly circumstances: Circumstances
  /** Takes the page's listeners away. */
  readonly leave: () => void
}

/** What all calls of one recommender share: the workers behind it, and what is checked before any of them. */
export class Caller {
  readonly engine: EngineClient
  readonly board: StatusBoard
  readonly encoder: EncoderHost | undefined
  readonly spaceId: string | undefined
  readonly circumstances: Circumstances
  readonly reencoder: Reencoder | undefined
  readonly #leave: () => void

  constructor(parts: RecommenderParts) {
    this.engine = parts.engine
    this.board = parts.board
    this.encoder = parts.encoder
    this.spaceId = parts.spaceId
    this.circumstances = parts.circumstances
    this.reencoder = parts.encoder === undefined ? undefined : new Reencoder(parts.engine, parts.encoder)
    this.#leave = parts.leave
  }

  /** @throws `closed`, `unknown-option`, `invalid-argument`, `aborted` */
  begin(method: string, options: CallOptions, known: readonly string[] = []): void {
    this.requireOpen()
    refuseUnknownOptions(options, ['signal', ...known], method)
    throwIfAborted(options.signal, method)
  }

  requireOpen(): void {
    if (this.engine.closed) throw closedError()
  }

  requireEncoder(method: string): EncoderHost {
    if (this.encoder !== undefined) return this.encoder
    throw new LocavoreError('encoder-unavailable', `${method}: give createRecommender an "encoder" first.`)
  }

  async stop(last: 'close' | 'none', reason: string): Promise<void> {
    if (this.engine.closed) return
    this.#leave()
    this.reencoder?.stop()
    this.board.stopped(reason)
    await Promise.all([this.engine.stop(last), this.encoder?.close()])
  }
}
