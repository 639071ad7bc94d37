import { ask } from './fetched.js'
import { SHELF } from './shelf.js'

const AT_ONCE = 4

interface Manifest {
  readonly shards: readonly { readonly items?: { readonly path: string } }[]
}

async function addresses(shelf: Cache): Promise<readonly string[]> {
  const manifest = await shelf.match('/catalogue/manifest.json')
  if (manifest === undefined) return []
  const { shards } = (await manifest.json()) as Manifest
  const paths = shards.flatMap(({ items }) => items?.path ?? [])
  const texts = await Promise.all(paths.map(async (path) => (await shelf.match(`/catalogue/${path}`))?.text()))
  return texts
    .flatMap((text) => (text ?? '').split('\n'))
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly image?: string }).image)
    .filter((image) => image !== undefined)
    .map((image) => `/catalogue/${image}`)
}

async function keepPicture(shelf: Cache, address: string): Promise<void> {
  const response = await ask(new Request(address), 'picture to keep for use offline')
  if (response.ok) await shelf.put(address, response)
}

/** Fetches every picture not kept yet, a few at a time, so that the page stays quick meanwhile. */
export async function keepPictures(): Promise<void> {
  const shelf = await caches.open(SHELF)
  const waiting = [...(await addresses(shelf))].reverse()
  const work = async (): Promise<void> => {
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
      if ((await shelf.match(address)) === undefined) await keepPicture(shelf, address).catch(() => undefined)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
