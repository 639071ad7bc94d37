import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { say } from '../language/texts.js'
import { stackDialog } from './dialog-stack.js'
import { Icon } from './icon.js'
import { MessagesArea } from './messages-area.js'

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ComponentChildren
  /** `sheet` slides in from the side, `drawer` from below, `wide` holds a picture, `plain` a short answer. */
  readonly shape: 'sheet' | 'drawer' | 'wide' | 'plain'
  readonly testId: string
  readonly children: ComponentChildren
}

/** A modal dialog. The browser keeps the focus inside and gives it back afterwards. */
export function Dialog({ open, onClose, title, shape, testId, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useLayoutEffect(() => {
    const dialog = element.current
    if (dialog === null || dialog.open === open) return
    if (open) dialog.showModal()
    else dialog.close()
  }, [open])

  useLayoutEffect(() => (open ? stackDialog(titleId) : undefined), [open, titleId])

  return (
    <dialog
      ref={element}
      class={`dialog dialog-${shape}`}
      aria-labelledby={titleId}
      data-testid={testId}
      onClose={onClose}
      closedby="any"
    >
      {open && (
        <div class="dialog-inside">
          <header class="dialog-head">
            <h2 id={titleId}>{title}</h2>
            <button
              type="button"
              class="icon-button"
              aria-label={say().common.close}
              onClick={() => element.current?.close()}
            >
              <Icon name="close" />
            </button>
          </header>
          {children}
          <MessagesArea within={titleId} />
        </div>
      )}
    </dialog>
  )
}
