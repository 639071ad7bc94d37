import { expect, test } from 'vitest'

const BROWSER_GLOBALS = [
  'window',
  'document',
  'self',
  'location',
  'indexedDB',
  'caches',
  'Worker',
  'customElements',
  'Image',
]

test('importing touches no browser global, and creating on a server says what to do', async () => {
  const touched: string[] = []
  for (const name of BROWSER_GLOBALS) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => {
        touched.push(name)
        return undefined
      },
    })
  }
  try {
    const { createRecommender } = await import('./index.js')
    expect(touched).toEqual([])
    await expect(createRecommender({ name: 'server' })).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringContaining('server'),
    })
  } finally {
    for (const name of BROWSER_GLOBALS) Reflect.deleteProperty(globalThis, name)
  }
})

test('the door is small: these values and no others', async () => {
  expect(Object.keys(await import('./index.js')).sort()).toEqual([
    'ERROR_CODES',
    'LocavoreError',
    'SENTENCE_LANGUAGES',
    'createRecommender',
  ])
})
