/** In the literal form that bundlers recognise. */
export function startEncoderWorker(): Worker {
  return new Worker(new URL('../worker/encoder-worker.js', import.meta.url), {
    type: 'module',
    name: 'locavore-encoder',
  })
}
