import { LocavoreError } from '@locavore/core'
import type { PackState } from '../store.js'

/** @throws `catalogue-invalid` */
export function checkPackHash(sha256: string): void {
  if (/^[0-9a-f]{64}$/.test(sha256)) return
  throw new LocavoreError('catalogue-invalid', 'A file of a pack was given without its SHA-256, 64 hexadecimal digits.')
}

/** @throws `catalogue-invalid` */
export function checkPackState({ url, revision, manifest, files, index }: PackState): void {
  for (const sha256 of keptFiles({ files, index })) checkPackHash(sha256)
  if (typeof url === 'string' && revision !== '' && manifest instanceof Uint8Array) return
  throw new LocavoreError('catalogue-invalid', 'A pack was given without its address, revision or manifest.')
}

/** Files that stay when a pack is swapped in. */
export function keptFiles({
  files,
  index,
}: {
  readonly files: readonly string[]
  readonly index?: string | undefined
}): readonly string[] {
  return index === undefined ? files : [...files, index]
}

/** Why a pack that is said to be complete is not. */
export function missingFile({ files, complete }: PackState, here: ReadonlySet<string>): LocavoreError | undefined {
  const missing = files.filter((sha256) => !here.has(sha256)).length
  if (!complete || missing === 0) return undefined
  return new LocavoreError(
    'catalogue-invalid',
    `${missing} of the ${files.length} files of the pack are not here. Put them first; nothing was changed.`,
    { missing },
  )
}
