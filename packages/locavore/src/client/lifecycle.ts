/**
 * Tells when the page may be frozen, and when it is back. A frozen page must hold no open database: it would keep other
 * tabs waiting, and the browser would not keep it for the back button.
 */
export function followPageLifecycle(handlers: {
  readonly onHide: () => void
  readonly onShow: () => void
}): () => void {
  if (typeof window === 'undefined') return () => {}
  const show = (event: PageTransitionEvent) => {
    if (event.persisted) handlers.onShow()
  }
  window.addEventListener('pagehide', handlers.onHide)
  window.addEventListener('pageshow', show)
  return () => {
    window.removeEventListener('pagehide', handlers.onHide)
    window.removeEventListener('pageshow', show)
  }
}
