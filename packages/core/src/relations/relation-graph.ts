import type { Catalogue } from '../catalogue/catalogue.js'
import type { AttributeFact } from '../catalogue/items/attribute-columns.js'
import { type RelationSettings, relationWeight } from './relation-words.js'

/** A tie as seen from one item: the other is `relation` of it. */
export interface Tie {
  readonly relation: string
  /** In [0, 1]. */
  readonly strength: number
}

/** A value that more items share than this ties none of them: "in English" says nothing. */
export const LARGEST_GROUP = 500

/** Types whose other end has a name of its own. All others hold both ways. */
const INVERSES: Readonly<Record<string, string>> = {
  'part-of': 'contains',
  contains: 'part-of',
  sequel: 'prequel',
  prequel: 'sequel',
}

interface Link {
  readonly relation: string
  readonly target: number
}

/**
 * The ties between the items of a catalogue. A tie that many share says less: each is divided by log2 of how many items share
 * it (after Adamic and Adar, Social Networks 2003), so that two books of one author weigh more than two of five hundred.
 */
export class RelationGraph {
  readonly #links = new Map<number, Link[]>()
  /** Items by what they share: an attribute's value, or the whole they are part of. */
  readonly #groups = new Map<string, { readonly relation: string; readonly members: number[] }>()
  readonly #groupsOf = new Map<number, string[]>()
  readonly #weights: RelationSettings['weights']

  constructor(catalogue: Catalogue, { weights = {}, attributes = {} }: RelationSettings = {}) {
    this.#weights = weights
    const shared = Object.entries(attributes)
    const columns = catalogue.attributes(shared.map(([attribute]) => attribute))
    for (let index = 0; index < catalogue.extent; index += 1) {
      if (!catalogue.holds(index)) continue
      this.#tieByRelations(catalogue, index)
      shared.forEach(([attribute, type], k) => {
        const column = columns[k]
        this.#joinByAttribute(column?.values[column.codes[index] ?? 0], attribute, type, index)
      })
    }
  }

  get empty(): boolean {
    return this.#links.size === 0 && this.#groups.size === 0
  }

  /** Items tied to item `index`, by index; of several ties between two items the strongest. */
  tiesOf(index: number): Map<number, Tie> {
    const ties = new Map<number, Tie>()
    const add = (other: number, relation: string, sharing: number) => {
      const strength = relationWeight(relation, this.#weights) / Math.log2(Math.max(2, sharing))
      if (other !== index && strength > (ties.get(other)?.strength ?? 0)) ties.set(other, { relation, strength })
    }
    const links = this.#links.get(index) ?? []
    for (const { relation, target } of links) {
      add(target, relation, 1 + links.filter((link) => link.relation === relation).length)
    }
    for (const key of this.#groupsOf.get(index) ?? []) {
      const group = this.#groups.get(key)
      if (group === undefined || group.members.length > LARGEST_GROUP) continue
      for (const member of group.members) add(member, group.relation, group.members.length)
    }
    return ties
  }

  #tieByRelations(catalogue: Catalogue, index: number): void {
    const relations = catalogue.hasPart(index, 'relations') ? catalogue.itemAt(index)?.relations : undefined
    for (const { type, itemId } of relations ?? []) {
      // Parts of one whole are tied even where the whole itself is not in the catalogue.
      if (type === 'part-of') this.#join(`whole ${itemId}`, 'same-whole', index)
      const target = catalogue.indexOf(itemId)
      if (target !== undefined) this.#link(index, type, target)
    }
  }

  /** `from` is `type` of `to`: seen from `to`, `from` is its `type`, and seen from `from`, `to` is the inverse. */
  #link(from: number, type: string, to: number): void {
    push(this.#links, to, { relation: type, target: from })
    push(this.#links, from, { relation: INVERSES[type] ?? type, target: to })
  }

  #joinByAttribute(fact: AttributeFact, attribute: string, type: string, index: number): void {
    const relation = type === 'part-of' ? 'same-whole' : type
    for (const value of new Set([fact ?? []].flat())) {
      this.#join(`shared ${JSON.stringify([attribute, value])}`, relation, index)
    }
  }

  #join(key: string, relation: string, index: number): void {
    const group = this.#groups.get(key) ?? { relation, members: [] }
    if (group.members.at(-1) === index) return
    group.members.push(index)
    this.#groups.set(key, group)
    push(this.#groupsOf, index, key)
  }
}

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

const graphs = new WeakMap<
  Catalogue,
  { version: number; settings: RelationSettings | undefined; graph: RelationGraph }
>()

/** The graph of a catalogue as it is now: made once, and again when its items or the settings have changed. */
export function relationGraph(catalogue: Catalogue, settings?: RelationSettings): RelationGraph {
  const held = graphs.get(catalogue)
  const same =
    held !== undefined && held.settings === settings && isStill(held.graph, held.version, catalogue, settings)
  const graph = same ? held.graph : new RelationGraph(catalogue, settings)
  graphs.set(catalogue, { version: catalogue.version, settings, graph })
  return graph
}

/** A large catalogue without ties must not be read again for every item that changes and has none either. */
function isStill(graph: RelationGraph, version: number, catalogue: Catalogue, settings?: RelationSettings): boolean {
  if (version === catalogue.version) return true
  if (!graph.empty || Object.keys(settings?.attributes ?? {}).length > 0) return false
  const changed = catalogue.changedSince(version)
  return changed?.every((index) => !catalogue.hasPart(index, 'relations')) ?? false
}
