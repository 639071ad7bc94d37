import { useEffect } from 'preact/hooks'
import { say } from '../language/texts.js'
import { messageOf } from '../state/messages.js'
import { openSheet } from '../state/navigation.js'
import { TasteList } from '../tastes/taste-list.js'
import { Dialog } from '../ui/dialog.js'
import { showToast } from '../ui/toasts.js'
import { Collections } from './collections.js'
import { DataTools } from './data-tools.js'
import { DeviceState } from './device-state.js'
import { HistoryList } from './history-list.js'
import { Interests } from './interests.js'
import { knowledge, readKnowledge } from './knowledge.js'

function Contents() {
  const known = knowledge.value
  useEffect(() => {
    readKnowledge().catch((error: unknown) => showToast(messageOf(error), { tone: 'problem' }))
  }, [])
  if (known === undefined) return <p class="quiet">{say().knowledge.looking}</p>
  const { history, profile, status } = known
  const words = say().knowledge
  const deeds = history.filter(({ type }) => type !== 'impression').length
  return (
    <div class="knowledge">
      <p class="lead">
        {deeds === 0 ? words.nothing : words.did(deeds)} {words.notLeft}
      </p>
      <section aria-label={words.data}>
        <DataTools />
      </section>
      <section aria-label={words.tastes}>
        <h3>{words.tastes}</h3>
        <TasteList />
      </section>
      <section aria-label={words.interests}>
        <h3>{words.interests}</h3>
        <Interests interests={profile.interests} />
      </section>
      <section aria-label={words.postcards}>
        <Collections profile={profile} />
      </section>
      <section aria-label={words.history}>
        <h3>{words.history}</h3>
        <HistoryList history={history} />
      </section>
      <section aria-label={words.device}>
        <h3>{words.device}</h3>
        <DeviceState status={status} />
      </section>
    </div>
  )
}

export function KnowledgeSheet() {
  return (
    <Dialog
      open={openSheet.value === 'knowledge'}
      onClose={() => {
        if (openSheet.peek() === 'knowledge') openSheet.value = undefined
      }}
      title={say().head.knows}
      shape="sheet"
      testId="knowledge"
    >
      <Contents />
    </Dialog>
  )
}
