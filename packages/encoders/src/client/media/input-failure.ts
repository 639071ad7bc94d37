import { LocavoreError } from '@locavore/core'

/** What is wrong with one input. It stands in the result of that input, while a failure of the device ends the call. */
export class InputFailure {
  readonly error: LocavoreError
  constructor(error: LocavoreError) {
    this.error = error
  }
}

/** Whatever goes wrong inside is the input's own fault, unless the caller gave up. */
export async function asInput<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof InputFailure) throw thrown
    const error = thrown instanceof LocavoreError ? thrown : broken(thrown)
    throw error.code === 'aborted' ? error : new InputFailure(error)
  }
}

/** For calls with a single input: its failure is theirs. */
export async function unwrapInput<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw thrown instanceof InputFailure ? thrown.error : thrown
  }
}

export function broken(cause: unknown): LocavoreError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LocavoreError('invalid-media', `The file cannot be decoded, it is broken: ${reason}`, {}, cause)
}
