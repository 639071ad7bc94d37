/** Who likes what, as compressed sparse rows both ways. People have no names here, only numbers. */
export interface Likes {
  readonly people: number
  /** Rows of the pack. */
  readonly rows: number
  readonly count: number
  /** `[people + 1]`: likes `personStarts[u]` up to `personStarts[u + 1]` are those of person u. */
  readonly personStarts: Int32Array
  /** `[count]`: rows, ascending within a person. */
  readonly personItems: Int32Array
  /** `[rows + 1]`, and the other way round. */
  readonly itemStarts: Int32Array
  /** `[count]`: people, ascending within a row. */
  readonly itemPeople: Int32Array
}

/** Both ways of the same likes. @param items by person, each row once */
export function createLikes(items: readonly Int32Array[], rows: number): Likes {
  const people = items.length
  const personStarts = new Int32Array(people + 1)
  items.forEach((own, person) => {
    personStarts[person + 1] = (personStarts[person] as number) + own.length
  })
  const count = personStarts[people] ?? 0
  const personItems = new Int32Array(count)
  const itemStarts = new Int32Array(rows + 1)
  items.forEach((own, person) => {
    personItems.set(own, personStarts[person])
    for (const item of own) itemStarts[item + 1] = (itemStarts[item + 1] as number) + 1
  })
  for (let row = 0; row < rows; row += 1)
    itemStarts[row + 1] = (itemStarts[row + 1] as number) + (itemStarts[row] as number)
  const itemPeople = new Int32Array(count)
  const next = itemStarts.slice(0, rows)
  items.forEach((own, person) => {
    for (const item of own) {
      itemPeople[next[item] as number] = person
      next[item] = (next[item] as number) + 1
    }
  })
  return { people, rows, count, personStarts, personItems, itemStarts, itemPeople }
}

/** People who like each row, `[rows]`. */
export function likesPerRow({ itemStarts, rows }: Likes): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => (itemStarts[row + 1] as number) - (itemStarts[row] as number))
}

export function itemsOf({ personStarts, personItems }: Likes, person: number): Int32Array {
  return personItems.subarray(personStarts[person], personStarts[person + 1])
}
