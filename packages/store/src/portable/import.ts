import { type Interaction, type Item, LocavoreError } from '@locavore/core'
import { decodeBase64 } from '../shared/base64.js'
import { checkEntries, parseModality } from '../shared/embedding-rules.js'
import { parseInteraction } from '../shared/interaction-schema.js'
import { parseItem, refuseDuplicates } from '../shared/item-schema.js'
import { LIMITS } from '../shared/limits.js'
import { integer, list, number, oneOf, type Parser, Place, record, text } from '../shared/record-schema.js'
import type { EmbeddingEntry, ExportedData, ExportedEmbedding } from '../store.js'
import { EXPORT_FORMAT } from './export.js'

/** What an export file holds, checked, decoded and sharing nothing with what was passed in. */
export interface ImportedData {
  readonly interactions: readonly Interaction[]
  readonly items: readonly Item[]
  readonly embeddings: readonly EmbeddingEntry[]
}

const exportedEmbedding: Parser<ExportedEmbedding> = record<ExportedEmbedding>(
  {
    itemId: text(LIMITS.id, 1),
    spaceId: text(LIMITS.id, 1),
    modality: parseModality,
    scale: number(0, Number.MAX_VALUE),
    codes: text(Math.ceil(LIMITS.dimensions / 3) * 4, 4),
  },
  ['itemId', 'spaceId', 'modality', 'scale', 'codes'],
)

const exportedData: Parser<ExportedData> = record<ExportedData>(
  {
    format: oneOf([EXPORT_FORMAT] as const),
    exportedAt: integer(-8.64e15, 8.64e15),
    interactions: list(parseInteraction, LIMITS.interactions),
    items: list(parseItem, LIMITS.items),
    embeddings: list(exportedEmbedding, LIMITS.embeddings),
  },
  ['format', 'exportedAt', 'interactions', 'items', 'embeddings'],
)

/** @throws `import-invalid` with the path of the first thing that is wrong; the values themselves are never named */
export function parseImport(data: unknown): ImportedData {
  const root = new Place('import-invalid', 'data')
  const parsed = exportedData(data, root)
  checkOrder(parsed.interactions, root.at('interactions'))
  try {
    refuseDuplicates(parsed.items)
    const embeddings = decodeEmbeddings(parsed, root.at('embeddings'))
    checkEntries(embeddings)
    return { interactions: parsed.interactions, items: parsed.items, embeddings }
  } catch (thrown) {
    // The shared rules have codes of their own; to whoever imports a file they all mean the same.
    if (!(thrown instanceof LocavoreError) || thrown.code === 'import-invalid') throw thrown
    throw new LocavoreError('import-invalid', thrown.message, thrown.details, thrown)
  }
}

function checkOrder(interactions: readonly Interaction[], place: Place): void {
  let previous = 0
  for (const [index, { sequence }] of interactions.entries()) {
    if (sequence <= previous) place.at(index).at('sequence').refuse('must be greater than the one before it')
    previous = sequence
  }
}

function decodeEmbeddings(data: ExportedData, place: Place): EmbeddingEntry[] {
  const known = new Set(data.items.map((item) => item.id))
  return data.embeddings.map((exported, index) => {
    if (!known.has(exported.itemId)) place.at(index).at('itemId').refuse('names an item that the file does not hold')
    const codes = decodeBase64(exported.codes)
    if (codes !== undefined && !codes.includes(-128)) return { ...exported, codes }
    return place.at(index).at('codes').refuse('must be base64 of int8 codes in [-127, 127]')
  })
}
