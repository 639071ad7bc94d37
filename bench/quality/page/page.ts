// A bare page for evaluations: the shipped model in the browser's own runtime, contents in, vectors out.
import { nano } from '@locavore/nano'

const device = new URLSearchParams(location.search).get('device')
const encoder = nano().create({
  assets: new URL('/locavore/', location.href),
  devices: [device === 'webgpu' ? 'webgpu' : 'wasm'],
})

type Content = Parameters<typeof encoder.encode>[0][number]
type Modality = Content['modality']

/** Words as they are, everything else as the address of a file that this page's own server holds. */
type Order =
  | { readonly modality: 'text'; readonly text: string }
  | { readonly modality: Modality; readonly url: string }

/** Files reach the encoder as a person's own do, as a `Blob`: decoding is part of what is measured. */
async function contentOf(order: Order): Promise<Content> {
  if (!('url' in order)) return order
  const response = await fetch(order.url)
  if (!response.ok) throw new Error(`${order.url}: ${response.status}`)
  return { modality: order.modality, [order.modality]: await response.blob() } as unknown as Content
}

function toBase64(vector: Float32Array): string {
  return btoa(String.fromCharCode(...new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)))
}

function fromBase64(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer)
}

const ATTEMPTS = 4
/** What a machine that is busy with other things may answer with; the next call starts a fresh worker. */
const BUSY = ['worker-failed', 'worker-unresponsive', 'deadline-exceeded', 'no-device']

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
      if (attempt === ATTEMPTS || !BUSY.includes(code)) throw thrown
    }
  }
}

const page = {
  space: encoder.space,
  encode: async (orders: readonly Order[]): Promise<string[]> => {
    const contents = await Promise.all(orders.map(contentOf))
    const results = await patiently(() => encoder.encode(contents))
    return results.map((result, at) => {
      if (!result.ok) throw new Error(`${JSON.stringify(orders[at])}: ${result.error.message}`)
      return toBase64(result.embedding.vector)
    })
  },
  align: async (words: string, order: Order) => {
    const content = await contentOf(order)
    const alignment = await patiently(() => encoder.align(words, content))
    return alignment.kind === 'map'
      ? { peak: alignment.peak }
      : { peak: alignment.peak, seconds: [...alignment.seconds] }
  },
  /** @param asked vectors as base64 with the groups of labels to choose from; the model's own groups without any */
  tags: async (asked: readonly { modality: Modality; vector: string; groups?: readonly never[] }[]) =>
    Promise.all(
      asked.map(({ modality, vector, groups }) =>
        patiently(() =>
          encoder.tags(
            { modality, spaceId: encoder.space.id, vector: fromBase64(vector) },
            groups === undefined ? {} : { groups },
          ),
        ),
      ),
    ),
  report: () => encoder.report(),
}

export type QualityPage = typeof page
Object.assign(globalThis, { qualityPage: page })
