import type { EmbeddingSpace } from '@locavore/core'
import { readReadyVectors } from '../bring/read-ready-vectors.js'
import { ENCODED, ItemEncoder } from '../encode/item-encoder.js'
import { ModelEncoder } from '../encode/model-encoder.js'
import { nanoFolder, openModel } from '../encode/open-model.js'
import { packSpaces } from '../encode/pack-spaces.js'
import { refused } from '../failure.js'
import { FaultList } from '../items/bad-rows.js'
import { readItems, type SourcedItem } from '../items/read-items.js'
import { Ffmpeg } from '../media/film/ffmpeg.js'
import { MediaReader } from '../media/media-reader.js'
import type { Partition, WorkFolder, WorkRecord } from '../work/work-folder.js'
import type { CommonOptions, ItemOptions } from './build-options.js'
import { encodeItems } from './encode-items.js'

/** Takes some of the items only, for shards that are added to others. */
export interface ItemChoice {
  readonly firstShard: number
  choose(items: AsyncIterable<SourcedItem>, spaces: readonly EmbeddingSpace[]): AsyncIterable<SourcedItem>
}

export const SHARD_ROWS = 2_000
const MOST_SHARD_ROWS = 100_000

/** Faults as the options of a build say. */
export function faultsOf({ strict = false, faultLog, onFault }: CommonOptions): FaultList {
  return new FaultList({ strict, log: faultLog, onFault })
}

/**
 * Reads and encodes items into a work folder.
 *
 * @throws LocavoreError `invalid-argument`, `catalogue-invalid`, `model-invalid`, `self-check-failed`, `storage-failed`, `aborted`
 */
export async function prepareItems(
  options: ItemOptions,
  work: WorkFolder,
  partition: Partition,
  faults: FaultList,
  only?: ItemChoice,
): Promise<WorkRecord> {
  const { items, map = {}, media, signal, shardRows = SHARD_ROWS, onNote, onProgress = () => {} } = options
  if (!Number.isInteger(shardRows) || shardRows < 1 || shardRows > MOST_SHARD_ROWS) {
    throw refused(`A shard has from 1 to ${MOST_SHARD_ROWS} rows, not ${shardRows}.`)
  }
  if (items.length === 0) throw refused('There are no items: name a file or a folder of them.')
  const encoder = await openEncoder(options)
  const ready = await readReadyVectors(options.vectors ?? [], { model: encoder?.space, faults, signal })
  const reader = new MediaReader(media, signal)
  const read = readItems(items, {
    map: { columns: map.columns ?? {}, attributes: map.attributes ?? {} },
    faults,
    signal,
    onUnused: (columns) => onNote?.(`Columns without a use: ${columns.join(', ')}. See --columns and --attributes.`),
  })
  try {
    const spaces = packSpaces(encoder?.space, ready)
    const record = await encodeItems(only === undefined ? read : only.choose(read, spaces), {
      work,
      firstShard: only?.firstShard,
      spaces,
      encoder: encoder && new ItemEncoder(encoder, reader, modalitiesOf(options, encoder, spaces)),
      ready,
      shardRows,
      partition,
      faults,
      signal,
      onProgress,
    })
    const account = await encoder?.account()
    if (account) onNote?.(`Encoded with ${account}.`)
    return record
  } finally {
    await Promise.all([encoder?.close(), reader.close()])
  }
}

async function openEncoder({
  model,
  variant,
  modalities = [],
  ffmpeg: command,
  signal,
}: ItemOptions): Promise<ModelEncoder | undefined> {
  if (model === null) return undefined
  const ffmpeg = new Ffmpeg(command, signal)
  const isNeeded = command !== undefined || modalities.includes('clip')
  if (isNeeded && (await ffmpeg.version()) === undefined) throw ffmpeg.missing()
  return new ModelEncoder(await openModel(model ?? nanoFolder(), variant), { ffmpeg })
}

/** What is wanted, the model reads, and no vectors of another space were brought for. */
function modalitiesOf({ modalities }: ItemOptions, encoder: ModelEncoder, spaces: readonly EmbeddingSpace[]) {
  const missing = modalities?.find((modality) => !encoder.reads(modality))
  if (missing !== undefined) throw refused(`The model ${encoder.space.id} does not read ${missing}.`)
  const own = spaces.find(({ id }) => id === encoder.space.id)?.modalities ?? []
  return (modalities ?? ENCODED).filter((modality) => encoder.reads(modality) && own.includes(modality))
}
