/** What both ways of building the same feature are asked to do; every figure comes from one of these calls. */
export interface Contender {
  /** From navigation to the first list of 20 items, in milliseconds. */
  firstFeed(): Promise<{ readonly milliseconds: number; readonly itemIds: readonly string[] }>
  /** From a like to the next list of 20 that has taken it in, in milliseconds. */
  recordToList(itemId: string): Promise<number>
  /** Milliseconds for the whole batch; the first call is not timed by the caller (it loads the model). */
  encodeTexts(texts: readonly string[]): Promise<number>
  encodePictures(urls: readonly string[]): Promise<number>
  /** The longest the page itself could not answer, in milliseconds, since the last call. */
  longestStall(): number
}

declare global {
  var contender: Contender
}
