/** One request made by the encoder: what was asked for, and who answered. */
export interface RequestRecord {
  readonly url: string
  /** What arrived, also of a request that failed or was given up. 0 where the browser does not tell. */
  readonly bytes: number
  readonly from: 'network' | 'cache'
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number
  readonly purpose: 'model' | 'runtime' | 'catalogue' | 'media'
}

/** A record as it crosses from the worker: a later one of the same `id` replaces it. */
export interface NotedRequest {
  readonly id: string
  readonly record: RequestRecord
}
