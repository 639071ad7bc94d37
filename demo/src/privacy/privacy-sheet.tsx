import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { say, spokenLanguage } from '../language/texts.js'
import { openSheet } from '../state/navigation.js'
import { Dialog } from '../ui/dialog.js'
import { leftOrigin, readRequests, requests, type SeenRequest, workerStartedAt } from './requests.js'

/** How many rows are there at once; the rest comes when asked for. */
const FIRST = 100

function bytesWords(bytes: number): string {
  if (bytes === 0) return ''
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/** Requests to one origin, with the number of them. */
function origins(): readonly { readonly origin: string; readonly count: number }[] {
  const counts = new Map([[location.origin, 0]])
  for (const { origin } of requests.value) counts.set(origin, (counts.get(origin) ?? 0) + 1)
  return [...counts].map(([origin, count]) => ({ origin, count }))
}

function Row({ request }: { readonly request: SeenRequest }) {
  const { address, origin, by, kind, bytes, fromCache } = request
  const shown = origin === location.origin ? address.slice(origin.length) : address
  return (
    <tr class={origin === location.origin ? '' : 'request-left'}>
      <th scope="row">{shown}</th>
      <td>{by === 'page' ? kind : say().requests.by[by](kind)}</td>
      <td class="number">{fromCache ? say().requests.fromHere : bytesWords(bytes)}</td>
    </tr>
  )
}

/** How far back the list of the service worker goes: it lives in memory, and browsers stop idle service workers. */
function ServiceWorkerReach() {
  const since = workerStartedAt.value
  if (since === undefined) return <>{say().requests.untold}</>
  return <>{say().requests.told(new Date(since).toLocaleTimeString(spokenLanguage()))}</>
}

function Contents() {
  useEffect(() => {
    void readRequests().catch(() => undefined)
    const again = setInterval(() => void readRequests().catch(() => undefined), 3000)
    return () => clearInterval(again)
  }, [])
  const all = useSignal(false)
  const left = leftOrigin.value
  const shown = all.value ? requests.value : requests.value.slice(0, FIRST)
  return (
    <div class="privacy">
      <p class="lead" data-testid="privacy-count">
        <strong>{left}</strong> {say().requests.left(left)}
      </p>
      <p class="quiet">
        {say().requests.about} <ServiceWorkerReach /> {say().requests.unseen}
      </p>
      <ul class="origins">
        {origins().map(({ origin, count }) => (
          <li key={origin}>
            {origin === location.origin ? say().requests.thisSite : origin}: <strong>{count}</strong>
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
      <section class="requests-scroll" aria-label={say().requests.every} tabIndex={0}>
        <table class="requests" data-testid="requests">
          <thead>
            <tr>
              <th scope="col">{say().requests.address}</th>
              <th scope="col">{say().requests.purpose}</th>
              <th scope="col">{say().requests.size}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((request) => (
              <Row key={`${request.by}:${request.at}:${request.address}`} request={request} />
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < requests.value.length && (
        <button
          type="button"
          class="button"
          onClick={() => {
            all.value = true
          }}
        >
          {say().common.showAll(requests.value.length)}
        </button>
      )}
    </div>
  )
}

export function PrivacySheet() {
  return (
    <Dialog
      open={openSheet.value === 'privacy'}
      onClose={() => {
        if (openSheet.peek() === 'privacy') openSheet.value = undefined
      }}
      title={say().requests.title}
      shape="sheet"
      testId="privacy"
    >
      <Contents />
    </Dialog>
  )
}
