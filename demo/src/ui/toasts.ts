import { signal } from '@preact/signals'

export interface Toast {
  readonly id: number
  readonly message: string
  readonly action?: { readonly label: string; readonly run: () => void }
  readonly tone: 'plain' | 'problem'
  /** By the page's clock, so that a move from page to dialog does not begin it anew. */
  readonly shownAt: number
}

export const toasts = signal<readonly Toast[]>([])

let lastId = 0

/** Shows a short message. The newest three stay; a problem stays until it is closed. */
export function showToast(message: string, options: Partial<Pick<Toast, 'action' | 'tone'>> = {}): void {
  lastId += 1
  toasts.value = [
    ...toasts.value,
    { id: lastId, message, tone: 'plain' as const, shownAt: performance.now(), ...options },
  ].slice(-3)
}

export function closeToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}
