import { useEffect } from 'preact/hooks'
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
  if (known === undefined) return <p class="quiet">Looking…</p>
  const { history, profile, status } = known
  const deeds = history.filter(({ type }) => type !== 'impression').length
  return (
    <div class="knowledge">
      <p class="lead">
        {deeds === 0
          ? 'Nothing yet.'
          : `${deeds} ${deeds === 1 ? 'thing' : 'things'} you did. Everything below was worked out from them, here.`}{' '}
        None of it has left this device.
      </p>
      <section aria-label="Your data">
        <DataTools />
      </section>
      <section aria-label="Your tastes">
        <h3>Your tastes</h3>
        <TasteList />
      </section>
      <section aria-label="What you seem to like">
        <h3>What you seem to like</h3>
        <Interests interests={profile.interests} />
      </section>
      <section aria-label="Your postcards">
        <Collections profile={profile} />
      </section>
      <section aria-label="What you did">
        <h3>What you did</h3>
        <HistoryList history={history} />
      </section>
      <section aria-label="This device">
        <h3>This device</h3>
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
      title="What this device knows"
      shape="sheet"
      testId="knowledge"
    >
      <Contents />
    </Dialog>
  )
}
