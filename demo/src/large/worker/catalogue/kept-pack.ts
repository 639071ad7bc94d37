import { sha256 } from '@locavore/catalogue'
import type { MadePack } from './pack-maker.js'

const SHELF = 'postcards-large'

/**
 * What a visit needs of a pack whose files the engine has kept: its manifest and its facets. Without them everything would
 * be made again at every visit, only to find that nothing has changed.
 */
export class KeptPack {
  readonly #address: string

  private constructor(address: string) {
    this.#address = address
  }

  /** @param words what the vectors are made from */
  static async of(count: number, words: string): Promise<KeptPack> {
    const hash = (await sha256(new TextEncoder().encode(words))).slice(0, 12)
    // The built script has a name of its own for each version of what makes the pack.
    return new KeptPack(`/large/${count}?words=${hash}&by=${encodeURIComponent(location.pathname)}`)
  }

  async read(): Promise<MadePack | undefined> {
    try {
      const kept = await (await caches.open(SHELF)).match(this.#address)
      const pack = (await kept?.json()) as { manifest: string; facets: MadePack['facets'] } | undefined
      return pack && { facets: pack.facets, manifest: new Uint8Array(new TextEncoder().encode(pack.manifest)) }
    } catch {
      return undefined
    }
  }

  /** A browser that keeps nothing makes it again. */
  async write({ manifest, facets }: MadePack): Promise<void> {
    try {
      const shelf = await caches.open(SHELF)
      const [count] = this.#address.split('?')
      for (const { url } of await shelf.keys()) if (new URL(url).pathname === count) await shelf.delete(url)
      const kept = JSON.stringify({ manifest: new TextDecoder().decode(manifest), facets })
      await shelf.put(this.#address, new Response(kept, { headers: { 'content-type': 'application/json' } }))
    } catch {
      // As above.
    }
  }
}
