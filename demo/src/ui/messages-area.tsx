import { topDialog } from './dialog-stack.js'
import { LiveRegion } from './live-region.js'
import { ToastStack } from './toast-stack.js'

/** Spoken and shown messages, in the dialog on top or, without one, in the page: the rest is inert. */
export function MessagesArea({ within }: { readonly within?: string }) {
  if (topDialog.value !== within) return null
  return (
    <>
      <ToastStack />
      <LiveRegion />
    </>
  )
}
