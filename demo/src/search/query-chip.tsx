import { say } from '../language/texts.js'
import { Icon, type IconName } from '../ui/icon.js'
import { type FileKind, KIND_WORDS } from './media-files.js'
import { queryMedium, setQueryFile } from './query.js'

const ICONS: Readonly<Record<FileKind, IconName>> = { image: 'picture', audio: 'sound', clip: 'clip' }

/** What is searched with beside words, with a way to take it out. */
export function QueryChip() {
  const medium = queryMedium.value
  if (medium === undefined) return null
  const { kind, name, thumbnail } = medium
  const word = KIND_WORDS[kind]
  return (
    <span class="query-chip" data-testid={`query-${word}`} title={say().search.with[kind](name)}>
      <span class="query-thumbnail">
        {thumbnail !== undefined && <img src={thumbnail} alt="" width={32} height={32} />}
        {(kind !== 'image' || thumbnail === undefined) && <Icon name={ICONS[kind]} />}
      </span>
      <span class="visually-hidden">{say().search.with[kind](name)}</span>
      <button
        type="button"
        class="icon-button"
        aria-label={say().search.remove[kind]}
        onClick={() => setQueryFile(undefined)}
      >
        <Icon name="close" />
      </button>
    </span>
  )
}
