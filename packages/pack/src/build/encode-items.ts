import { type EmbeddingSpace, LocavoreError } from '@locavore/core'
import type { ReadyVectors } from '../bring/ready-vectors.js'
import { encodeShard, type ShardInput, shardKey } from '../encode/encode-shard.js'
import type { ItemEncoder } from '../encode/item-encoder.js'
import type { FaultList } from '../items/bad-rows.js'
import type { SourcedItem } from '../items/read-items.js'
import type { OnProgress } from '../progress.js'
import { type Partition, WORK_FORMAT, type WorkFolder, type WorkRecord } from '../work/work-folder.js'

export interface EncodeWork {
  readonly work: WorkFolder
  readonly spaces: readonly EmbeddingSpace[]
  readonly encoder: ItemEncoder | undefined
  readonly ready: ReadyVectors
  readonly shardRows: number
  readonly partition: Partition
  /** Number of the first shard, by default 0; with it there may be no item at all. */
  readonly firstShard?: number | undefined
  readonly faults: FaultList
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress
}

/**
 * Encodes the items shard by shard, those of the partition only. A shard that is there already, made from the very same, is
 * kept: so a build that was stopped goes on where it was.
 *
 * @throws LocavoreError `catalogue-invalid` where there is no item
 */
export async function encodeItems(items: AsyncIterable<SourcedItem>, options: EncodeWork): Promise<WorkRecord> {
  const { work, spaces, encoder, shardRows, partition } = options
  await work.open()
  let index = options.firstShard ?? 0
  let count = 0
  for await (const some of chunksOf(items, shardRows)) {
    if (index % partition.of === partition.index - 1) await takeShard(index, some, count, options)
    index += 1
    count += some.length
  }
  if (count === 0 && options.firstShard === undefined) {
    throw new LocavoreError('catalogue-invalid', 'No row of the input is an item. See the faults above.')
  }
  const settings = { shardRows, spaces, encoder: encoder?.encoder.key ?? '' }
  const record: WorkRecord = { format: WORK_FORMAT, settings, partition, shards: index, items: count }
  await work.finish(record)
  return record
}

async function takeShard(
  index: number,
  items: readonly SourcedItem[],
  before: number,
  { work, spaces, encoder, ready, faults, signal, onProgress }: EncodeWork,
): Promise<void> {
  const show = (done: number, note?: string) =>
    onProgress({ phase: 'encode', done: before + done, total: undefined, ...(note === undefined ? {} : { note }) })
  const input: ShardInput = { index, items, spaces, encoder, ready, signal, onItem: show }
  const key = await shardKey(input)
  const kept = await work.find(index, key)
  if (kept !== undefined) show(items.length, 'kept from an earlier run')
  const record = kept ?? (await work.add(index, (folder) => encodeShard(input, key, folder)))
  for (const fault of record.faults) await faults.add(fault)
}

async function* chunksOf<Value>(values: AsyncIterable<Value>, size: number): AsyncGenerator<readonly Value[]> {
  let chunk: Value[] = []
  for await (const value of values) {
    chunk.push(value)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
