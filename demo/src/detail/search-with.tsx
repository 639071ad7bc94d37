import type { Item } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { say } from '../language/texts.js'
import type { FileKind } from '../search/media-files.js'
import { askWithItem } from '../search/query.js'
import { closeItem } from '../state/navigation.js'
import { Icon, type IconName } from '../ui/icon.js'

const KINDS: readonly { readonly kind: FileKind; readonly icon: IconName }[] = [
  { kind: 'image', icon: 'picture' },
  { kind: 'audio', icon: 'sound' },
  { kind: 'clip', icon: 'clip' },
]

/** One medium of the postcard as a question: what looks, or sounds, like it. */
export function SearchWith({ item }: { readonly item: Item }) {
  const own = KINDS.filter(({ kind }) => item[kind] !== undefined)
  if (own.length === 0) return null
  return (
    <ul class="search-with" aria-label={say().detail.media}>
      {own.map(({ kind, icon }) => (
        <li key={kind}>
          <button
            type="button"
            class="chip"
            onClick={() => {
              closeItem()
              askWithItem(item, kind, titleOf(item))
              scrollTo({ top: 0 })
            }}
          >
            <Icon name={icon} />
            {say().detail.moreLike[kind]}
          </button>
        </li>
      ))}
    </ul>
  )
}
