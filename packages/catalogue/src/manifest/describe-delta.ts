import { type PackEntry, packFiles } from './pack-files.js'
import type { PackFile, PackManifest } from './pack-manifest.js'

/** What going from one revision to another costs. */
export interface PackDelta {
  /** Nothing is to be done. */
  readonly same: boolean
  /** Leading shards whose items and vectors are the same in both: their items need not be read again. */
  readonly sameShards: number
  /** Files of the new revision that the old one has not, each once, in the order of `packFiles`. */
  readonly fetch: readonly PackEntry[]
  /** Files of the new revision that the old one has. */
  readonly reuse: readonly PackEntry[]
  /** Files of the old revision that the new one has no use for. */
  readonly release: readonly PackFile[]
  readonly fetchBytes: number
  readonly totalBytes: number
}

/**
 * The delta from `held` (undefined: nothing is held) to `wanted`. Files are compared by content: a file that moved or was
 * renamed is not fetched again.
 */
export function describeDelta(held: PackManifest | undefined, wanted: PackManifest): PackDelta {
  const before = held === undefined ? [] : packFiles(held).map(({ file }) => file)
  const heldHashes = new Set(before.map(({ sha256 }) => sha256))
  const entries = onceEach(packFiles(wanted))
  const wantedHashes = new Set(entries.map(({ file }) => file.sha256))
  const fetch = entries.filter(({ file }) => !heldHashes.has(file.sha256))
  const reuse = entries.filter(({ file }) => heldHashes.has(file.sha256))
  return {
    same: held?.revision === wanted.revision && held.name === wanted.name && fetch.length === 0,
    sameShards: countSameShards(held, wanted),
    fetch,
    reuse,
    release: before.filter(({ sha256 }) => !wantedHashes.has(sha256)),
    fetchBytes: sumBytes(fetch),
    totalBytes: sumBytes(entries),
  }
}

function countSameShards(held: PackManifest | undefined, wanted: PackManifest): number {
  let same = 0
  for (const shard of wanted.shards) {
    const other = held?.shards[same]
    if (other === undefined || contentOf(other) !== contentOf(shard)) break
    same += 1
  }
  return same
}

/** What decides which items a shard brings, as one text. */
function contentOf({ rows, replaced, items, removals, vectors }: PackManifest['shards'][number]): string {
  const files = [items, removals, vectors.text, vectors.image, vectors.audio, vectors.clip]
  return [rows, replaced, ...files.map((file) => file?.sha256 ?? '-')].join(' ')
}

function onceEach(entries: readonly PackEntry[]): readonly PackEntry[] {
  const seen = new Set<string>()
  return entries.filter(({ file }) => {
    const first = !seen.has(file.sha256)
    seen.add(file.sha256)
    return first
  })
}

function sumBytes(entries: readonly PackEntry[]): number {
  return entries.reduce((sum, { file }) => sum + file.bytes, 0)
}
