import cardsWorker from '../large/worker/cards/large-cards-worker.ts?worker&url'
import makerWorker from '../large/worker/catalogue/large-maker-worker.ts?worker&url'

interface ScriptPolicy {
  createScriptURL(address: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: { readonly createScriptURL: (address: string) => string }): ScriptPolicy
}

/** Every script that the page itself starts; the library starts its own. */
const SCRIPTS = { service: '/service-worker.js', cards: cardsWorker, maker: makerWorker } as const

let policy: ScriptPolicy | undefined

function check(address: string): string {
  if (Object.values(SCRIPTS).includes(address)) return address
  throw new TypeError(`The page may not start ${address}.`)
}

/** The address of a script, as the page's content policy wants it. */
export function scriptAddress(script: keyof typeof SCRIPTS): string {
  const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes
  const address = SCRIPTS[script]
  if (factory === undefined) return address
  // A name can be taken once only.
  policy ??= factory.createPolicy('postcards', { createScriptURL: check })
  return policy.createScriptURL(address)
}

/** A worker of the page's own. */
export const startWorker = (script: 'cards' | 'maker'): Worker =>
  new Worker(scriptAddress(script), { type: 'module', name: `postcards-${script}` })
