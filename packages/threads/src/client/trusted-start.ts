import { LocavoreError, toLocavoreError } from '@locavore/core'

/**
 * Starts workers under Trusted Types (`require-trusted-types-for 'script'`).
 *
 * There `new Worker(address)` throws unless the address is a `TrustedScriptURL`, while Vite, Rolldown and webpack find a
 * worker only by the literal expression `new Worker(new URL('./x.js', import.meta.url))`, which leaves no room for one.
 * So for the synchronous length of `start` the global `Worker` is one that first passes the address through our policy
 * `locavore`, and nothing else can run in that time. A default policy would have been shorter, but there is only one per
 * page, it belongs to the site, and it would loosen the rule for every script of the page.
 *
 * A site with a `trusted-types` directive lists `locavore` in it. The policy cannot be reached from outside this file and
 * passes only addresses of the page's own origin.
 */
export function startTrusted(start: () => Worker): Worker {
  const policy = ourPolicy()
  if (policy === undefined) return start()
  const native = globalThis.Worker
  const trusting = new Proxy(native, {
    construct: (target, [address, options]: [string | URL, WorkerOptions | undefined]) =>
      new target(isAddress(address) ? (policy.createScriptURL(String(address)) as string) : address, options),
  })
  if (!Reflect.set(globalThis, 'Worker', trusting)) return start()
  try {
    return start()
  } finally {
    globalThis.Worker = native
  }
}

/** Why a worker could not be made, with the remedy where the browser's own words hold none. */
export function startError(name: string, thrown: unknown): LocavoreError {
  const error = toLocavoreError(thrown, 'worker-failed')
  if (!error.message.includes('TrustedScriptURL')) return error
  const remedy = 'Add `locavore` to the trusted-types directive of the Content-Security-Policy.'
  return new LocavoreError(
    'worker-failed',
    `The ${name} worker may not start. ${remedy} (${error.message})`,
    {},
    thrown,
  )
}

interface ScriptUrlPolicy {
  /** A `TrustedScriptURL`; the standard type library does not know it. */
  createScriptURL(address: string): unknown
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): ScriptUrlPolicy
}

let policy: ScriptUrlPolicy | undefined

function ourPolicy(): ScriptUrlPolicy | undefined {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  if (policy !== undefined || factory === undefined) return policy
  try {
    policy = factory.createPolicy('locavore', { createScriptURL: sameOriginOnly })
  } catch {
    // Not listed in the site's directive: a site that does enforce it learns so from the worker's own start.
  }
  return policy
}

function sameOriginOnly(address: string): string {
  const url = new URL(address, document.baseURI)
  // Not the location's: a srcdoc frame has its parent's origin, but no address of its own.
  if (url.origin === globalThis.origin) return url.href
  throw new TypeError(
    `The worker script ${url.origin}${url.pathname} is not of the page's own origin ${globalThis.origin}.`,
  )
}

/** A `TrustedScriptURL` of the site's own policy is neither, and passes as it is. */
function isAddress(address: unknown): address is string | URL {
  return typeof address === 'string' || address instanceof URL
}
