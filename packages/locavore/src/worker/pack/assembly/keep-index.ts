import type { PackState } from '@locavore/store'
import type { PackFiles } from '../pack-files.js'
import { readItemIndex, writeItemIndex } from './item-index.js'
import type { PackAssembly } from './pack-assembly.js'

/** Part of the rows that an index must tell of: with fewer it is written anew. So a small delta writes none. */
const LEAST_INDEXED = 3 / 4

/**
 * Keeps what reading the items of a whole pack has come to, or leaves what is there if it still says enough of it.
 * @param state of the device as it is
 * @returns its hash; undefined where it could not be kept, which only makes the next start slower
 */
export async function keepIndex(
  pack: PackAssembly,
  files: PackFiles,
  state: PackState | undefined,
): Promise<string | undefined> {
  try {
    const { ground, index } = pack
    const bytes = state?.index === undefined ? undefined : await files.readOwn(state.index)
    const known = bytes && (await readItemIndex(ground, bytes))
    const rows = known?.columns.reduce((sum, { marks }) => sum + marks.length, 0) ?? 0
    if (known !== undefined && rows >= LEAST_INDEXED * pack.rowCount) return state?.index
    return await files.keepOwn(await writeItemIndex(ground, index))
  } catch {
    return undefined
  }
}
