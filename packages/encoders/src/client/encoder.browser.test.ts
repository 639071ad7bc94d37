import { createEncoderFactory } from '@locavore/encoders'
import { expect, test } from 'vitest'
import { MANIFEST, MANIFEST_HASH } from '../../../nano/src/embedded-manifest.js'

test('first', async () => {
  const t0 = performance.now()
  const e = createEncoderFactory({ manifest: MANIFEST, manifestHash: MANIFEST_HASH }).create({
    assets: new URL('/assets/', location.href),
    devices: ['wasm'],
  })
  const r = await e.encode([
    { modality: 'text', text: 'a quiet harbour' },
    { modality: 'text', text: '' },
  ])
  console.log(performance.now() - t0, JSON.stringify(r).slice(0, 600), JSON.stringify(e.report()))
  await e.close()
  expect(r[0]?.ok).toBe(true)
})
