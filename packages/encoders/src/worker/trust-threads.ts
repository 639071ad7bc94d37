interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): unknown }
}

/**
 * Lets the runtime start its threads under Trusted Types. It makes them from this worker's own script by a plain
 * address, which such a policy refuses; here the address passes through the policy `locavore`, and no other one does.
 */
export function trustThreads(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  if (factory === undefined) return
  try {
    const policy = factory.createPolicy('locavore', { createScriptURL: ownScriptOnly })
    globalThis.Worker = new Proxy(globalThis.Worker, {
      construct: (target, [address, options]: [string | URL, WorkerOptions | undefined]) =>
        new target(policy.createScriptURL(String(address)) as string, options),
    })
  } catch {
    // Not listed in the site's directive: where it is enforced, threads fail and the ladder goes on without them.
  }
}

function ownScriptOnly(address: string): string {
  if (address === self.location.href) return address
  throw new TypeError('Threads run the script of their own worker only.')
}
