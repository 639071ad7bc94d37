import { LocavoreError } from '@locavore/core'

/** A pack that cannot be read. The message names the file. */
export function packError(file: string, problem: string): LocavoreError {
  return new LocavoreError('catalogue-invalid', `${file}: ${problem}`, { file })
}
