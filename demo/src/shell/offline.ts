import { scriptAddress } from './script-policy.js'

/** Keeps the page and every picture for the next visit, with or without a network. */
export function keepOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.register(scriptAddress('service')).catch(() => undefined)
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('keep-pictures'))
}
