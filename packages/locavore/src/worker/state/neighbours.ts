/** What another tab of this site has done to the shared data, beyond the log (whose revision tells of itself). */
export type News = 'items' | 'catalogue' | 'erased'

const NEWS: readonly unknown[] = ['items', 'catalogue', 'erased'] satisfies readonly News[]

/** Tells the engines of other tabs what changed. Only the kind of change is said, never which item. */
export class Neighbours {
  readonly #channel: BroadcastChannel | undefined

  constructor(name: string, onNews: (news: News) => void) {
    if (typeof BroadcastChannel === 'undefined') return
    this.#channel = new BroadcastChannel(`locavore:${name}`)
    this.#channel.onmessage = (event: MessageEvent<unknown>) => {
      if (NEWS.includes(event.data)) onNews(event.data as News)
    }
  }

  tell(news: News): void {
    this.#channel?.postMessage(news)
  }

  close(): void {
    this.#channel?.close()
  }
}
