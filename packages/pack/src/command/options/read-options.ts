import { parseArgs } from 'node:util'
import type { Surroundings } from '@locavore/models/command-line'
import type { BuildOptions, FactOptions, ItemOptions } from '../../build/build-options.js'
import { ENCODED } from '../../encode/item-encoder.js'
import { refused } from '../../failure.js'
import { parseAttributes, parseColumns } from '../../items/column-map.js'
import type { Partition } from '../../work/work-folder.js'
import type { ProgressLine } from '../progress-line.js'
import { readVectorSources } from './read-brought.js'

export const OPTIONS = {
  to: { type: 'string' },
  name: { type: 'string' },
  licence: { type: 'string' },
  about: { type: 'string', multiple: true },
  columns: { type: 'string' },
  attributes: { type: 'string' },
  media: { type: 'string' },
  model: { type: 'string' },
  variant: { type: 'string' },
  modalities: { type: 'string' },
  ffmpeg: { type: 'string' },
  'no-encode': { type: 'boolean', default: false },
  'shard-rows': { type: 'string' },
  partition: { type: 'string' },
  since: { type: 'string' },
  interactions: { type: 'string', multiple: true },
  'interaction-columns': { type: 'string' },
  'least-value': { type: 'string' },
  'least-people': { type: 'string' },
  'factor-dimensions': { type: 'string' },
  sweeps: { type: 'string' },
  'weights-per-item': { type: 'string' },
  vectors: { type: 'string', multiple: true },
  'vector-space': { type: 'string' },
  'vector-columns': { type: 'string' },
  factors: { type: 'string' },
  'factor-columns': { type: 'string' },
  'factor-ids': { type: 'string' },
  neighbours: { type: 'string', multiple: true },
  'neighbour-columns': { type: 'string' },
  constants: { type: 'string' },
  strict: { type: 'boolean', default: false },
  faults: { type: 'string' },
  key: { type: 'string' },
  'public-key': { type: 'string', multiple: true },
  port: { type: 'string', default: '4180' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export type Values = ReturnType<typeof parseWords>['values']

export const parseWords = (words: readonly string[]) =>
  parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true })

/** Faults shown one by one; the others are counted. */
const MOST_SHOWN = 20

/** @throws LocavoreError `invalid-argument` */
export function readItemOptions(
  items: readonly string[],
  values: Values,
  around: Surroundings,
  line: ProgressLine,
): ItemOptions {
  const { media, model, variant, modalities, columns, attributes, ffmpeg } = values
  return {
    items,
    map: {
      ...(columns === undefined ? {} : { columns: parseColumns(columns) }),
      ...(attributes === undefined ? {} : { attributes: parseAttributes(attributes) }),
    },
    ...(media === undefined ? {} : { media }),
    ...(values['no-encode'] ? { model: null } : model === undefined ? {} : { model }),
    ...(variant === undefined ? {} : { variant }),
    ...(modalities === undefined ? {} : { modalities: readModalities(modalities) }),
    ...(ffmpeg === undefined ? {} : { ffmpeg }),
    ...(values['shard-rows'] === undefined ? {} : { shardRows: readWhole('--shard-rows', values['shard-rows']) }),
    ...readVectorSources(values),
    ...readCommon(values, around, line),
  }
}

export function readCommon({ strict, faults }: Values, { signal }: Surroundings, line: ProgressLine) {
  let shown = 0
  return {
    signal,
    strict,
    ...(faults === undefined ? {} : { faultLog: faults }),
    onProgress: (progress: Parameters<ProgressLine['show']>[0]) => line.show(progress),
    onNote: (note: string) => line.tell(note),
    onFault: ({ file, line: row, problem }: { file: string; line: number; problem: string }) => {
      shown += 1
      if (shown <= MOST_SHOWN) line.tell(`skipped: ${file}, line ${row}: ${problem}`)
      if (shown === MOST_SHOWN + 1) line.tell('More faults are not shown; --faults <file> writes all of them down.')
    },
  }
}

/** @throws LocavoreError `invalid-argument` */
export function readFacts({ name, licence, about = [] }: Values, to: string): FactOptions {
  if (licence === undefined) {
    throw refused(
      'A pack says under which licence its items may be used: give --licence, such as "CC-BY-4.0" or "own".',
    )
  }
  const facts = about.map((fact) => {
    const at = fact.indexOf('=')
    if (at > 0) return [fact.slice(0, at), fact.slice(at + 1)] as const
    throw refused(`--about "${fact}" is not fact=words.`)
  })
  const last = to
    .replace(/[\\/]+$/, '')
    .split(/[\\/]/)
    .at(-1)
  return { name: name ?? last ?? 'catalogue', licence, about: Object.fromEntries(facts) }
}

export function readTo({ to }: Values): BuildOptions['to'] {
  if (to === undefined || to === '') throw refused('Say where to write it: --to <folder>.')
  return to
}

/** `2/8` @throws LocavoreError `invalid-argument` */
export function readPartition(words: string): Partition {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(words) ?? []
  const partition = { index: Number(index), of: Number(of) }
  if (partition.index >= 1 && partition.index <= partition.of) return partition
  throw refused(`--partition "${words}" is not i/n with i from 1 to n.`)
}

/** @throws LocavoreError `invalid-argument` */
export function readWhole(option: string, words: string): number {
  if (/^\d{1,9}$/.test(words)) return Number(words)
  throw refused(`${option} "${words}" is no whole number.`)
}

function readModalities(words: string) {
  return words.split(',').map((word) => {
    const modality = ENCODED.find((known) => known === word)
    if (modality !== undefined) return modality
    throw refused(`--modalities "${word}" is none of ${ENCODED.join(', ')}.`)
  })
}
