import { useSignal } from '@preact/signals'
import { say } from '../language/texts.js'
import { paused, recommender } from '../state/connection.js'
import { Dialog } from '../ui/dialog.js'
import { Icon } from '../ui/icon.js'
import { ImportTool } from './import-tool.js'
import { eraseEverything, exportFile } from './knowledge.js'
import { tell } from './tell.js'

async function saveExport(): Promise<void> {
  const file = await exportFile()
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  // The browser reads the address after this turn; it may go once the download has surely begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000)
}

function EraseDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const busy = useSignal(false)
  const erase = async (): Promise<void> => {
    busy.value = true
    await tell(async () => {
      await eraseEverything()
      return say().data.erased
    })
    busy.value = false
    onClose()
  }
  return (
    <Dialog open={open} onClose={onClose} title={say().data.eraseTitle} shape="plain" testId="erase-confirm">
      <p>{say().data.eraseText}</p>
      <div class="row">
        <button type="button" class="button button-danger" disabled={busy.value} onClick={() => void erase()}>
          {say().data.eraseAll}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {say().common.keepIt}
        </button>
      </div>
    </Dialog>
  )
}

async function togglePause(): Promise<void> {
  const made = await recommender()
  if (made.paused) made.resume()
  else made.pause()
}

/** Take everything along, bring it back, or remove it. */
export function DataTools() {
  const asking = useSignal(false)
  return (
    <div class="row">
      <button
        type="button"
        class="button"
        aria-pressed={paused.value}
        data-testid="pause"
        onClick={() => void togglePause()}
      >
        <Icon name="pause" />
        {say().data.pause}
      </button>
      <button
        type="button"
        class="button"
        onClick={() =>
          void tell(async () => {
            await saveExport()
            return say().data.exported
          })
        }
      >
        <Icon name="download" />
        {say().data.export}
      </button>
      <ImportTool />
      <button
        type="button"
        class="button button-danger"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="erase" />
        {say().data.erase}
      </button>
      <EraseDialog
        open={asking.value}
        onClose={() => {
          asking.value = false
        }}
      />
    </div>
  )
}
