import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { modelFolder, RUNTIME_FOLDER, runtimeAssets } from './assets.js'

const require = createRequire(import.meta.url)

test('the pinned table of the runtime is that of the installed package', () => {
  const assets = runtimeAssets()
  expect(assets).toHaveLength(3)
  for (const { source, target, bytes, sha256 } of assets) {
    const content = readFileSync(require.resolve(source))
    expect({ source, bytes: content.length }).toEqual({ source, bytes })
    expect(createHash('sha256').update(content).digest('hex'), source).toBe(sha256)
    expect(target.startsWith(`${RUNTIME_FOLDER}/`)).toBe(true)
  }
  const { version } = JSON.parse(
    readFileSync(
      require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm').replace(/dist.*/, 'package.json'),
      'utf8',
    ),
  )
  expect(RUNTIME_FOLDER).toBe(`runtime/onnxruntime-web@${version}`)
})

test('the folder of a model changes with its manifest', () => {
  expect(modelFolder({ id: 'nano', revision: '1' }, 'abcdef0123456789')).toBe('models/nano@1-abcdef01')
})

test('the bundled runtime holds no name that a bundler takes for an asset', () => {
  const bundle = readFileSync(new URL('../../runtime/onnxruntime.js', import.meta.url), 'utf8')
  expect(bundle).not.toContain('import.meta')
  // The one address in it is part of a warning for developers.
  expect([...bundle.matchAll(/https?:\/\/[\w./-]+/g)].join()).toBe('https://web.dev/cross-origin-isolation-guide/')
})
