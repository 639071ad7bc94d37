import type { TargetedMouseEvent } from 'preact'
import { DetailDialog } from './detail/detail-dialog.js'
import { ListView } from './feed/list-view.js'
import { FilterBar } from './filters/filter-bar.js'
import { say } from './language/texts.js'
import { OwnWorkBar } from './own/add-media-button.js'
import { KnowledgeSheet } from './panel/knowledge-sheet.js'
import { PrivacySheet } from './privacy/privacy-sheet.js'
import { DropZone } from './search/drop-zone.js'
import { PageHead } from './shell/page-head.js'
import { PausedBar } from './shell/paused-bar.js'
import { Banner } from './shell/state-banner.js'
import { ButDialog } from './steer/but-dialog.js'
import { MessagesArea } from './ui/messages-area.js'
import { WhyDialog } from './why/why-dialog.js'

/** Goes there without leaving a mark in the address, which belongs to the open postcard. */
function skip(event: TargetedMouseEvent<HTMLAnchorElement>): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#list-title')?.focus()
}

export function App() {
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: a link to a place on this page that leaves the address alone. */}
      <a class="skip-link" href="#list-title" onClick={skip}>
        {say().head.skip}
      </a>
      <PageHead />
      <PausedBar />
      <main>
        <Banner />
        <FilterBar />
        <OwnWorkBar />
        <ListView />
      </main>
      <KnowledgeSheet />
      <PrivacySheet />
      <DetailDialog />
      <WhyDialog />
      <ButDialog />
      <DropZone />
      <MessagesArea />
    </>
  )
}
