import type { Modality } from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'

export type Method<Argument, Result> = (argument: Argument, context: CallContext) => Promise<Result>

export type Empty = Readonly<Record<never, never>>
export type Done = { readonly done: true }

export interface PreparedEmbedding {
  readonly modality: Modality
  readonly spaceId: string
  readonly vector: Float32Array
}
