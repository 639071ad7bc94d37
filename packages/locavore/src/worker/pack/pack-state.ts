import type { PackState } from '@locavore/store'
import type { PackAssembly } from './assembly/pack-assembly.js'
import type { PackGround } from './pack-ground.js'

/** What a store is told of a pack. @param index hash of what was kept of reading it */
export function stateOf({ base, bytes, manifest, files }: PackGround, complete: boolean, index?: string): PackState {
  const hashes = [...new Set(files.map(({ file }) => file.sha256))]
  return {
    url: base.href,
    revision: manifest.revision,
    manifest: bytes,
    files: hashes,
    complete,
    ...(index === undefined ? {} : { index }),
  }
}

/** To the byte: a manifest that says the same in other words was published anew. */
export function isSameManifest(one: PackGround, other: PackGround): boolean {
  return one.bytes.length === other.bytes.length && one.bytes.every((byte, at) => byte === other.bytes[at])
}

/** Why the catalogue is not the site's newest, for the status. */
export function failureSentence(code: string, pack: PackAssembly | undefined, damaged: boolean): string {
  if (damaged) {
    return `The catalogue on this device was damaged and could not be fetched again (${code}); until it can be, only items added here are served.`
  }
  if (pack !== undefined && !pack.complete) {
    const { manifest } = pack.ground
    return `Only ${pack.shards} of ${manifest.shards.length} parts of the catalogue are here (${code}); the rest is asked for next time.`
  }
  return `The catalogue could not be refreshed (${code}); the one on this device goes on serving.`
}
