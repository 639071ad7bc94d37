import { formatBytes, type Surroundings } from '@locavore/models/command-line'
import { diffPacks } from '../../inspect/diff-packs.js'
import type { Values } from '../options/read-options.js'

const MOST_SHOWN = 20

export async function runDiff(
  [before = '', after = '']: readonly string[],
  values: Values,
  around: Surroundings,
): Promise<number> {
  const { delta, added, removed, changed } = await diffPacks(before, after, around.signal)
  if (values.json) {
    around.print(
      JSON.stringify({ added, removed, changed, fetchBytes: delta.fetchBytes, totalBytes: delta.totalBytes }),
    )
    return 0
  }
  for (const [what, ids] of Object.entries({ added, removed, changed })) {
    around.print(`${what.padEnd(8)} ${ids.length}${ids.length === 0 ? '' : `: ${shown(ids)}`}`)
  }
  around.print(
    `fetched  ${formatBytes(delta.fetchBytes)} of ${formatBytes(delta.totalBytes)}, by a device that holds the first`,
  )
  for (const { file } of delta.fetch) around.print(`         ${file.path}, ${formatBytes(file.bytes)}`)
  return 0
}

function shown(ids: readonly string[]): string {
  const more = ids.length > MOST_SHOWN ? ` and ${ids.length - MOST_SHOWN} more` : ''
  return `${ids.slice(0, MOST_SHOWN).join(', ')}${more}`
}
