import { Strip } from '../feed/strip.js'
import { say } from '../language/texts.js'
import { HOME_SHELVES, type HomeShelf, shelves } from './home-shelves.js'

const nameOf = (shelf: HomeShelf): string => {
  const words = say().shelves
  return { trending: words.trending, 'recently-seen': words.seen, again: words.again }[shelf]
}

/** What the site and the person have to say beside the feed, as a row within it. */
export function ShelfRow() {
  const filled = HOME_SHELVES.flatMap((name) => {
    const entries = shelves.value.get(name) ?? []
    return entries.length === 0 ? [] : [{ name, entries }]
  })
  if (filled.length === 0) return null
  return (
    <li class="shelf-row" data-testid="shelves">
      {filled.map(({ name, entries }) => (
        <Strip key={name} title={nameOf(name)} entries={entries} testId={name} />
      ))}
    </li>
  )
}
