import { useSignal } from '@preact/signals'
import { say } from '../language/texts.js'
import { Dialog } from '../ui/dialog.js'
import { FileButton } from '../ui/file-button.js'
import { type Held, heldNow, heldWords, importFile, isAnythingHeld } from './knowledge.js'
import { tell } from './tell.js'

interface Question {
  readonly file: File
  readonly held: Held
}

interface ImportDialogProps {
  readonly question: Question | undefined
  readonly onClose: () => void
}

function ImportDialog({ question, onClose }: ImportDialogProps) {
  const busy = useSignal(false)
  const replace = async ({ file }: Question): Promise<void> => {
    busy.value = true
    await tell(() => importFile(file))
    busy.value = false
    onClose()
  }
  return (
    <Dialog
      open={question !== undefined}
      onClose={onClose}
      title={say().data.replaceTitle}
      shape="plain"
      testId="import-confirm"
    >
      {question !== undefined && (
        <>
          <p>{say().data.replaceText(heldWords(question.held), question.file.name)}</p>
          <div class="row">
            <button
              type="button"
              class="button button-danger"
              disabled={busy.value}
              onClick={() => void replace(question)}
            >
              {say().data.replace}
            </button>
            <button type="button" class="button" onClick={onClose}>
              {say().common.keepIt}
            </button>
          </div>
        </>
      )}
    </Dialog>
  )
}

/** Brings a file back. Asks first where something would be lost by it. */
export function ImportTool() {
  const question = useSignal<Question | undefined>(undefined)
  const take = (file: File): Promise<void> =>
    tell(async () => {
      const held = await heldNow()
      if (!isAnythingHeld(held)) return importFile(file)
      question.value = { file, held }
      return undefined
    })
  return (
    <>
      <FileButton
        label={say().data.import}
        icon="upload"
        accept="application/json,.json"
        testId="import"
        onFiles={([file]) => {
          if (file !== undefined) void take(file)
        }}
      />
      <ImportDialog
        question={question.value}
        onClose={() => {
          question.value = undefined
        }}
      />
    </>
  )
}
