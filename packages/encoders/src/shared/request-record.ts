/** One request made by the encoder: what was asked for, and who answered. */
export interface RequestRecord {
  readonly url: string
  /** 0 where the browser does not tell. */
  readonly bytes: number
  readonly from: 'network' | 'cache'
  /** Milliseconds since 1970. */
  readonly at: number
  readonly purpose: 'model' | 'runtime' | 'catalogue' | 'media'
}
