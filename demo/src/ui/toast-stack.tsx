import { useEffect, useRef } from 'preact/hooks'
import { say } from '../language/texts.js'
import { Icon } from './icon.js'
import { closeToast, type Toast, toasts } from './toasts.js'

const SHOWN_FOR = 8000

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { id, message, action, tone, shownAt } = toast
  const card = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (tone === 'problem') return undefined
    // Nobody loses a message they are reading or about to use.
    const timer = setInterval(() => {
      const over = performance.now() - shownAt > SHOWN_FOR
      if (over && card.current?.matches(':hover, :focus-within') !== true) closeToast(id)
    }, 1000)
    return () => clearInterval(timer)
  }, [id, tone, shownAt])

  const act = (): void => {
    action?.run()
    closeToast(id)
  }

  return (
    <div ref={card} class={`toast toast-${tone}`} role={tone === 'problem' ? 'alert' : undefined}>
      <p>{message}</p>
      {action && (
        <button type="button" class="toast-action" onClick={act}>
          {action.label}
        </button>
      )}
      <button type="button" class="icon-button" aria-label={say().head.closeMessage} onClick={() => closeToast(id)}>
        <Icon name="close" />
      </button>
    </div>
  )
}

export function ToastStack() {
  return (
    <section class="toasts" aria-label={say().head.messages} data-testid="toasts">
      {toasts.value.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}
