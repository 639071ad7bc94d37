import { PIPELINE_CONSTANTS, type PipelineConstants, pipelineConstants } from '@locavore/core'
import { CheckedJson } from './checked-json.js'

/** How many of the last likes reach the scorer. */
export type HistoryLength = number | 'all'

export interface FoldManifest {
  readonly fold: number
  /** File of the artefacts. */
  readonly publisher: string
  readonly users: string
  readonly cold: string | undefined
  /** People the artefacts were learnt from. */
  readonly publisherUsers: number | undefined
}

export interface PackManifest {
  readonly name: string
  readonly itemCount: number
  /** A rating this high is a like; undefined: every event is one. */
  readonly likeThreshold: number | undefined
  /** A rating this low is a dislike; undefined: nothing is known of dislikes. */
  readonly dislikeThreshold: number | undefined
  readonly historyLengths: readonly HistoryLength[]
  readonly constants: PipelineConstants
  readonly contentNames: readonly string[]
  readonly vectors: string | undefined
  readonly text: string | undefined
  readonly folds: readonly FoldManifest[]
  /** Reference figures, read where they are needed. */
  readonly json: CheckedJson
}

const FORMAT = 'ranking-pack/1'
const MOST_ITEMS = 2 ** 24
const DEFAULT_LENGTHS: readonly HistoryLength[] = [1, 3, 10, 30, 'all']

/** @throws `catalogue-invalid`, and `invalid-argument` for constants out of range */
export function readManifest(text: string, file = 'manifest.json'): PackManifest {
  const json = CheckedJson.parse(text, file)
  const format = json.string('format')
  if (format !== FORMAT) throw json.error(`the format is ${JSON.stringify(format)}; only "${FORMAT}" can be read.`)
  const itemCount = json.number('itemCount') ?? 0
  if (!(Number.isInteger(itemCount) && itemCount > 0 && itemCount <= MOST_ITEMS)) {
    throw json.error(`itemCount is ${itemCount}; it must be a whole number from 1 to ${MOST_ITEMS}.`)
  }
  const items = json.child('items')
  const folds = json.children('folds').map(readFold)
  if (folds.length === 0) throw json.error('there are no folds.')
  return {
    name: json.string('name') ?? 'unnamed',
    itemCount,
    likeThreshold: json.number('likeThreshold'),
    dislikeThreshold: json.number('dislikeThreshold'),
    historyLengths: readLengths(json),
    constants: readConstants(json),
    contentNames: items?.children('content').flatMap((entry) => entry.string('name') ?? []) ?? [],
    vectors: items?.fileName('vectors'),
    text: items?.fileName('text'),
    folds,
    json,
  }
}

function readFold(entry: CheckedJson, index: number): FoldManifest {
  const [publisher, users] = [entry.fileName('publisher'), entry.fileName('users')]
  if (publisher === undefined || users === undefined)
    throw entry.error('a fold needs the files "publisher" and "users".')
  return {
    fold: entry.number('fold') ?? index,
    publisher,
    users,
    cold: entry.fileName('cold'),
    publisherUsers: entry.number('publisherUsers'),
  }
}

function readLengths(json: CheckedJson): readonly HistoryLength[] {
  if (!json.has('historyLengths')) return DEFAULT_LENGTHS
  return json.list('historyLengths').map((value) => {
    if (value === 'all') return value
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
    throw json.error(`historyLengths holds ${JSON.stringify(value)}; use whole numbers above 0 and "all".`)
  })
}

/**
 * The publisher's constants, and the library's where they are not given. Where the pack says that the order of events means
 * nothing, the defaults have neither decay nor session.
 */
function readConstants(json: CheckedJson): PipelineConstants {
  const given = json.child('pipeline')
  const unordered = json.raw('ordered') === false ? { halfLifeEvents: null, sessionWeight: 0 } : {}
  const shipped = (given?.keys() ?? [])
    // A key this version does not score with describes the artefacts (their size), or belongs to a later format.
    .filter((key) => Object.hasOwn(PIPELINE_CONSTANTS, key))
    .map((key) => [key, key === 'halfLifeEvents' && !given?.has(key) ? null : given?.number(key)] as const)
  return pipelineConstants({ ...unordered, ...Object.fromEntries(shipped) })
}
