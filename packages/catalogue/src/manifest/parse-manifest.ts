import { type EmbeddingSpace, LocavoreError, MODALITIES, type Modality, pipelineConstants } from '@locavore/core'
import { packError } from '../pack-error.js'
import { CheckedObject } from './checked-object.js'
import { PACK_LIMITS } from './limits.js'
import { packFiles } from './pack-files.js'
import {
  PACK_FORMAT,
  type PackEvidence,
  type PackLearnt,
  type PackManifest,
  type PackSignature,
} from './pack-manifest.js'
import { readShard } from './read-shard.js'

const NAME = 'manifest.json'

/**
 * Reads and checks a manifest. Whatever it claims is held against what its files could hold, so that nothing is allocated
 * for a claim alone.
 * @throws LocavoreError `catalogue-invalid`, naming the first thing that is wrong
 */
export function parseManifest(bytes: Uint8Array): PackManifest {
  const json: CheckedObject = new CheckedObject(readJson(bytes), NAME)
  json.demand(json.raw('format') === PACK_FORMAT, `its format is not "${PACK_FORMAT}"`)
  const spaces = readSpaces(json)
  const learnt = json.optional('learnt', readLearnt)
  const shards = json
    .list('shards', PACK_LIMITS.shards)
    .map((value, index) =>
      readShard(new CheckedObject(value, `${NAME}, shard ${index}`), { spaces, factors: learnt?.factorDimensions }),
    )
  const about = json.optional('about', readAbout)
  const signature = json.optional('signature', readSignature)
  const manifest: PackManifest = {
    format: PACK_FORMAT,
    name: json.text('name', 200),
    revision: json.text('revision', 200),
    licence: json.text('licence', 10_000),
    ...(about === undefined ? {} : { about }),
    spaces,
    itemCount: json.count('itemCount', PACK_LIMITS.rows),
    shards,
    ...(learnt === undefined ? {} : { learnt }),
    ...(signature === undefined ? {} : { signature }),
  }
  json.end()
  checkTotals(manifest)
  return manifest
}

function readJson(bytes: Uint8Array): unknown {
  if (bytes.length > PACK_LIMITS.manifestBytes) {
    throw packError(NAME, `it has ${bytes.length} bytes; at most ${PACK_LIMITS.manifestBytes} are taken`)
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw packError(NAME, 'it is not JSON (is the address right, and not answered by a web page?)')
  }
}

function readSpaces(json: CheckedObject): readonly EmbeddingSpace[] {
  const taken = new Set<Modality>()
  const ids = new Set<string>()
  return json.list('spaces', PACK_LIMITS.spaces).map((value, index) => {
    const space: CheckedObject = new CheckedObject(value, `${NAME}, space ${index}`)
    const id = space.text('id', 500)
    space.demand(!ids.has(id), 'its id is that of a space before it')
    ids.add(id)
    const dimensions = space.count('dimensions', PACK_LIMITS.dimensions, 1)
    const modalities = space.list('modalities', MODALITIES.length).map((name) => {
      const modality = MODALITIES.find((known) => known === name)
      space.demand(modality !== undefined, 'modalities name one that is not known')
      space.demand(!taken.has(modality), `${modality} is in two spaces, or in one twice`)
      taken.add(modality)
      return modality
    })
    space.demand(modalities.length > 0, 'it has no modalities')
    space.end()
    return { id, dimensions, modalities }
  })
}

function readLearnt(json: CheckedObject): PackLearnt {
  const dimensions = json.has('factorDimensions')
    ? json.count('factorDimensions', PACK_LIMITS.factorDimensions, 1)
    : undefined
  const shared = json.file('shared')
  const constants = json.optional('constants', readConstants)
  const evidence = json.optional('evidence', readEvidence)
  json.end()
  return {
    ...(dimensions === undefined ? {} : { factorDimensions: dimensions }),
    ...(shared === undefined ? {} : { shared }),
    ...(constants === undefined ? {} : { constants }),
    ...(evidence === undefined ? {} : { evidence }),
  }
}

function readConstants(object: CheckedObject): NonNullable<PackLearnt['constants']> {
  const given = Object.fromEntries(object.keys.map((key) => [key, object.raw(key)]))
  try {
    pipelineConstants(given)
  } catch (error) {
    if (error instanceof LocavoreError) throw packError(object.where, error.message)
    throw error
  }
  return given
}

function readEvidence(entry: CheckedObject): PackEvidence {
  const [people, interactions] = [entry.count('people', 1e12), entry.count('interactions', 1e15)]
  const leastPeoplePerPair = entry.count('leastPeoplePerPair', 1e12)
  entry.end()
  return { people, interactions, leastPeoplePerPair }
}

function readAbout(object: CheckedObject): Readonly<Record<string, string>> {
  object.demand(object.keys.length <= 50, 'it has more than 50 facts')
  return Object.fromEntries(
    object.keys.map((key) => {
      object.demand(key.length <= 100 && !(key in {}), `${JSON.stringify(key.slice(0, 60))} is no name for a fact`)
      return [key, object.text(key, 2_000)]
    }),
  )
}

function readSignature(entry: CheckedObject): PackSignature {
  entry.demand(entry.raw('algorithm') === 'Ed25519', 'its algorithm is not "Ed25519"')
  const value = entry.text('value', 100)
  entry.demand(/^[A-Za-z0-9+/]{86}==$/.test(value), 'its value is not base64 of 64 bytes')
  entry.end()
  return { algorithm: 'Ed25519', value }
}

function checkTotals(manifest: PackManifest): void {
  let rows = 0
  let items = 0
  for (const shard of manifest.shards) {
    rows += shard.rows
    items += shard.rows - shard.replaced - (shard.removals?.count ?? 0)
    if (items < 0) throw packError(NAME, 'shards replace and remove more items than there are')
  }
  if (rows > PACK_LIMITS.rows) throw packError(NAME, `it has ${rows} rows; at most ${PACK_LIMITS.rows} are taken`)
  if (items !== manifest.itemCount) {
    throw packError(NAME, `itemCount is ${manifest.itemCount}, but the shards come to ${items}`)
  }
  const files = packFiles(manifest)
  const bytes = files.reduce((sum, { file }) => sum + file.bytes, 0)
  if (bytes > PACK_LIMITS.bytes) {
    throw packError(NAME, `its files have ${bytes} bytes; at most ${PACK_LIMITS.bytes} are taken`)
  }
  checkPaths(files.map(({ file }) => file))
}

/** Two entries may be the same file; one path may not be two. */
function checkPaths(
  files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[],
): void {
  const known = new Map<string, { readonly sha256: string; readonly bytes: number }>()
  for (const file of files) {
    const other = known.get(file.path) ?? file
    if (other.sha256 !== file.sha256 || other.bytes !== file.bytes) {
      throw packError(NAME, `${file.path} stands there twice, with different contents`)
    }
    known.set(file.path, file)
  }
}
