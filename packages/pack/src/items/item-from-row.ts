import { type AttributeValue, checkItem, type Item } from '@locavore/core'
import { refused } from '../failure.js'
import type { GoodRow } from '../rows/row.js'
import { type AttributeKind, type ColumnMap, ITEM_FIELDS, type ItemField } from './column-map.js'

const TEXTS = ['title', 'text', 'image', 'audio', 'clip'] as const
const LIST_SEPARATOR = '|'

/** A row as an item, checked as the library checks it. @throws LocavoreError `invalid-argument` saying what is wrong */
export function itemFromRow({ value }: GoodRow, map: ColumnMap): Item {
  const at = (field: ItemField): unknown => present(value[map.columns[field] ?? field])
  const id = at('id')
  if (id === undefined) throw refused(`it has no id: nothing stands in "${map.columns.id ?? 'id'}"`)
  const attributes = attributesOf(value, at('attributes'), map)
  return checkItem({
    // Ids that are numbers in a table are texts in a catalogue.
    id: typeof id === 'number' ? String(id) : id,
    ...defined(TEXTS.map((field) => [field, at(field)])),
    ...defined([
      ['attributes', attributes],
      ['relations', parsed(at('relations'))],
      ['popularity', numberFrom(at('popularity'))],
      ['addedAt', momentFrom(at('addedAt'))],
    ]),
  })
}

/** Names of columns that `map` has no use for. */
export function unusedColumns({ value }: GoodRow, map: ColumnMap): readonly string[] {
  const used = new Set<string>(Object.keys(map.attributes))
  for (const field of ITEM_FIELDS) used.add(map.columns[field] ?? field)
  return Object.keys(value).filter((name) => !used.has(name))
}

/** Tables say "nothing" in several ways; an item leaves the field out. */
function present(value: unknown): unknown {
  return value === null || value === '' ? undefined : value
}

function defined(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function attributesOf(value: GoodRow['value'], given: unknown, { attributes }: ColumnMap): unknown {
  const named = Object.entries(attributes).flatMap(([name, kind]) => {
    const cell = present(value[name])
    return cell === undefined ? [] : [[name, attributeFrom(name, cell, kind)] as const]
  })
  const own = parsed(given)
  if (named.length === 0) return own
  return { ...(typeof own === 'object' ? own : {}), ...Object.fromEntries(named) }
}

/** A CSV file may hold attributes and relations as JSON; what is none is refused as what it is. */
function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** @throws LocavoreError `invalid-argument` for a text that is no number where one was promised: a filter would pass it over */
function attributeFrom(name: string, cell: unknown, kind: AttributeKind): unknown {
  if (cell instanceof Date) return cell.toISOString()
  if (typeof cell !== 'string') return cell
  if (kind === 'number' || kind === 'boolean') {
    const value = kind === 'number' ? numberFrom(cell) : booleanFrom(cell)
    if (typeof value === kind) return value
    throw refused(`its attribute "${name}" is ${JSON.stringify(cell)}, which is no ${kind}`)
  }
  return kind === 'list'
    ? cell
        .split(LIST_SEPARATOR)
        .map((part) => part.trim())
        .filter(Boolean)
    : cell
}

/** What is no number stays what it is, so that the check at the door names it. */
function numberFrom(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(value.trim()) ? Number(value) : value
}

function booleanFrom(text: string): AttributeValue {
  const word = text.trim().toLowerCase()
  if (['true', 'yes', '1'].includes(word)) return true
  return ['false', 'no', '0'].includes(word) ? false : text
}

/** Milliseconds since 1970, from a number, a date, or a text such as `2026-03-01` or `2026-03-01T10:00:00Z`. */
function momentFrom(value: unknown): unknown {
  if (value instanceof Date) return value.getTime()
  if (typeof value !== 'string') return value
  const number = numberFrom(value)
  if (typeof number === 'number') return number
  const parsed = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(parsed) ? value : parsed
}
