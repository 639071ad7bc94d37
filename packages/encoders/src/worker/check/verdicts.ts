import type { WorkerSetup } from '../../shared/encoder-protocol.js'
import { MODEL_CACHE } from '../../shared/model-cache.js'
import { RUNTIME_VERSION } from '../../shared/runtime-files.js'
import { NETWORK_MODULE } from '../network/network-module.js'
import { sha256 } from '../verified-files.js'

/** What the check of one tower on one device came to. */
export interface Verdict {
  readonly passed: boolean
  /** Why not, in words. */
  readonly reason: string
  readonly cosine: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What computed: the runtime, or the kernel for networks of known forms. */
export type Computer = 'runtime' | 'network'

/** Verdicts of earlier visits. Like the cache it lies in, it may always be empty. */
export interface Verdicts {
  readonly read: (modelPath: string, by: Computer) => Promise<Verdict | undefined>
  readonly write: (modelPath: string, by: Computer, verdict: Omit<Verdict, 'at'>) => Promise<void>
  readonly drop: (modelPath: string, by: Computer) => Promise<void>
}

/** A driver may change without a name of its own, so no verdict is for ever. */
const LIFETIME_MS = 30 * 24 * 3600_000
const MOST_VERDICTS = 32
const FOLDER = 'verdicts/'

/**
 * Kept with the models: under a hash of the device, the browser's version, the runtime or kernel, and the model's revision and
 * bytes. Where any of them is another, nothing is found.
 */
export function openVerdicts(setup: WorkerSetup, identity: readonly string[]): Verdicts {
  const { manifest, modelFolder } = setup
  const hashOf = (path: string) => manifest.files.find((file) => file.path === path)?.sha256 ?? ''
  const addressOf = async (modelPath: string, by: Computer) => {
    const about = [
      identity,
      navigator.userAgent,
      by === 'network' ? NETWORK_MODULE : RUNTIME_VERSION,
      modelFolder,
      hashOf(modelPath),
      hashOf(manifest.golden),
    ]
    return new URL(FOLDER + (await sha256(new TextEncoder().encode(JSON.stringify(about)))), modelFolder).href
  }
  const inCache = async <T>(task: (cache: Cache) => Promise<T>): Promise<T | undefined> => {
    try {
      return await task(await caches.open(MODEL_CACHE))
    } catch {
      // No cache, or one that cannot be read or written: every visit checks anew.
      return undefined
    }
  }
  return {
    read: (modelPath, by) =>
      inCache(async (cache) => {
        const held = await cache.match(await addressOf(modelPath, by))
        return held === undefined ? undefined : fresh(await held.json())
      }),
    write: async (modelPath, by, verdict) => {
      await inCache(async (cache) => {
        await cache.put(await addressOf(modelPath, by), Response.json({ ...verdict, at: Date.now() }))
        const kept = (await cache.keys()).filter(({ url }) => url.includes(`/${FOLDER}`))
        for (const oldest of kept.slice(0, -MOST_VERDICTS)) await cache.delete(oldest)
      })
    },
    drop: async (modelPath, by) => {
      await inCache(async (cache) => cache.delete(await addressOf(modelPath, by)))
    },
  }
}

/** The cache is the page's to write, so what lies there is believed only in the right form. */
function fresh(held: unknown): Verdict | undefined {
  if (typeof held !== 'object' || held === null) return undefined
  const { passed, reason, cosine, at } = held as Partial<Record<keyof Verdict, unknown>>
  if (typeof passed !== 'boolean' || typeof reason !== 'string') return undefined
  if (typeof cosine !== 'number' || typeof at !== 'number') return undefined
  const age = Date.now() - at
  return age >= 0 && age < LIFETIME_MS ? { passed, reason, cosine, at } : undefined
}
