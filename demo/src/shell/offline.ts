interface ScriptPolicy {
  createScriptURL(address: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: { readonly createScriptURL: (address: string) => string }): ScriptPolicy
}

const WORKER = '/service-worker.js'

/** The one script address the page itself makes, as the page's content policy wants it. */
function workerAddress(): string {
  const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes
  if (factory === undefined) return WORKER
  return factory
    .createPolicy('postcards', {
      createScriptURL: (address) => {
        if (address !== WORKER) throw new TypeError(`The page may only start ${WORKER}, not ${address}.`)
        return address
      },
    })
    .createScriptURL(WORKER)
}

/** Keeps the page and every picture for the next visit, with or without a network. */
export function keepOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.register(workerAddress()).catch(() => undefined)
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('keep-pictures'))
}
