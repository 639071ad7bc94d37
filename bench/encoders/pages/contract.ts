/** What each way of encoding is asked to do. The first call of a kind loads the model; nobody times it. */
export interface EncoderContender {
  /** Vectors, in order. All inputs of one call are known at once. */
  pictures(urls: readonly string[]): Promise<readonly ArrayLike<number>[]>
  texts(texts: readonly string[]): Promise<readonly ArrayLike<number>[]>
}

interface Timed {
  /** Milliseconds for the whole list. */
  time(kind: 'pictures' | 'texts', inputs: readonly string[]): Promise<number>
  vectors(kind: 'pictures' | 'texts', inputs: readonly string[]): Promise<number[][]>
}

declare global {
  var encoders: Timed
}

export function offer(contender: EncoderContender): void {
  globalThis.encoders = {
    async time(kind, inputs) {
      const since = performance.now()
      await contender[kind](inputs)
      return performance.now() - since
    },
    async vectors(kind, inputs) {
      return (await contender[kind](inputs)).map((vector) => Array.from(vector))
    },
  }
}
