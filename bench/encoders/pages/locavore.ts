// Locavore's encoder. Address: ?model=nano|clip&device=wasm|wasm-threads
import { createEncoderFactory, type EncoderFactory } from '@locavore/encoders'
import { nano } from '@locavore/nano'
import { offer } from './contract.js'

const parameters = new URLSearchParams(location.search)

async function clip(): Promise<EncoderFactory> {
  const bytes = await (await fetch('/clip/manifest.json')).arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const manifestHash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return createEncoderFactory({ manifest: JSON.parse(new TextDecoder().decode(bytes)), manifestHash })
}

const factory = parameters.get('model') === 'clip' ? await clip() : nano()
const encoder = factory.create({
  assets: new URL('/locavore/', location.href),
  devices: [parameters.get('device') === 'wasm-threads' ? 'wasm-threads' : 'wasm'],
})

async function encode(batch: Parameters<typeof encoder.encode>[0]) {
  const results = await encoder.encode(batch)
  return results.map((result) => {
    if (!result.ok) throw result.error
    return result.embedding.vector
  })
}

offer({
  pictures: (urls) => encode(urls.map((image) => ({ modality: 'image', image }))),
  texts: (texts) => encode(texts.map((text) => ({ modality: 'text', text }))),
})
