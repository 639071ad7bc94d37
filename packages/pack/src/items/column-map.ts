import { refused } from '../failure.js'

/** Where the fields of an item stand in a row. */
export interface ColumnMap {
  /** Field of the item -> name of its column; fields that are not named stand in columns of their own name. */
  readonly columns: Readonly<Partial<Record<ItemField, string>>>
  /** Columns that become attributes of the same name. */
  readonly attributes: Readonly<Record<string, AttributeKind>>
}

export const ITEM_FIELDS = [
  'id',
  'title',
  'text',
  'image',
  'audio',
  'clip',
  'attributes',
  'relations',
  'popularity',
  'addedAt',
] as const
export type ItemField = (typeof ITEM_FIELDS)[number]

/** How a text of a CSV file is read; `auto` keeps it a text. */
export const ATTRIBUTE_KINDS = ['auto', 'number', 'boolean', 'list'] as const
export type AttributeKind = (typeof ATTRIBUTE_KINDS)[number]

/** `id=sku,title=name` @throws LocavoreError `invalid-argument` */
export function parseColumns(words: string): ColumnMap['columns'] {
  const columns: Partial<Record<ItemField, string>> = {}
  for (const pair of words.split(',').filter((part) => part !== '')) {
    const [left, column, ...more] = pair.split('=')
    const field = ITEM_FIELDS.find((name) => name === left)
    if (field === undefined || column === undefined || column === '' || more.length > 0) {
      throw refused(`--columns "${pair}" is not field=column with a field of ${ITEM_FIELDS.join(', ')}.`)
    }
    columns[field] = column
  }
  return columns
}

/** `brand,price:number,genres:list` @throws LocavoreError `invalid-argument` */
export function parseAttributes(words: string): ColumnMap['attributes'] {
  const attributes = words
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', kindName = 'auto', ...more] = part.split(':')
      const kind = ATTRIBUTE_KINDS.find((known) => known === kindName)
      if (name === '' || name in {} || kind === undefined || more.length > 0) {
        throw refused(
          `--attributes "${part}" is not column or column:kind with a kind of ${ATTRIBUTE_KINDS.join(', ')}.`,
        )
      }
      return [name, kind] as const
    })
  return Object.fromEntries(attributes)
}
