import { LocavoreError } from '@locavore/core'

/** A decoder that gives nothing for this long hangs. Slow machines take a few seconds for the start of a large film. */
export const DECODER_PATIENCE_MS = 30_000

/**
 * The promise, or an error when it takes too long or the caller gives up: decoders of browsers can hang on odd files.
 *
 * @throws LocavoreError `deadline-exceeded`, `aborted`
 */
export async function patiently<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  ms: number = DECODER_PATIENCE_MS,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let give: () => void = () => {}
  const ended = new Promise<never>((_, reject) => {
    const message = `The browser's decoder gave nothing for ${ms / 1000} s.`
    timer = setTimeout(() => reject(new LocavoreError('deadline-exceeded', message, { deadlineMs: ms })), ms)
    give = () => reject(new LocavoreError('aborted', 'The call was cancelled.'))
    if (signal?.aborted) give()
    else signal?.addEventListener('abort', give)
  })
  try {
    return await Promise.race([promise, ended])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', give)
  }
}

/** The same for every step of an iteration. */
export async function* patientlyEach<T>(
  source: AsyncGenerator<T, void, unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, unknown> {
  try {
    for (;;) {
      const next = await patiently(source.next(), signal)
      if (next.done) return
      yield next.value
    }
  } finally {
    // Not waited for: what hangs would hang here too.
    source.return().catch(() => {})
  }
}
