// A bare page for evaluations: the shipped model in the browser's own runtime, words and pictures in, vectors out.
import { nano } from '@locavore/nano'

const device = new URLSearchParams(location.search).get('device')
const encoder = nano().create({
  assets: new URL('/locavore/', location.href),
  devices: [device === 'webgpu' ? 'webgpu' : 'wasm'],
})

type Batch = Parameters<typeof encoder.encode>[0]

async function vectors(batch: Batch): Promise<number[][]> {
  const results = await encoder.encode(batch)
  return results.map((result) => {
    if (!result.ok) throw result.error
    return Array.from(result.embedding.vector)
  })
}

const page = {
  texts: (texts: readonly string[]) => vectors(texts.map((text) => ({ modality: 'text', text }))),
  pictures: (urls: readonly string[]) => vectors(urls.map((image) => ({ modality: 'image', image }))),
  report: () => encoder.report(),
}

export type EncodePage = typeof page
Object.assign(globalThis, { encodePage: page })
