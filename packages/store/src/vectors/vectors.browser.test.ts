import { describe, expect, test } from 'vitest'
import { describeVectors } from './vectors.contract.js'

describeVectors('indexeddb')

// The private file system is for workers, so its contract is kept there: each check posts what it found.
describe('Vectors in opfs', () => {
  test('are written, read back, missed and erased in a worker', async () => {
    const worker = new Worker(new URL('../testing/opfs-worker.fixture.ts', import.meta.url), { type: 'module' })
    const found = await new Promise<unknown>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = ({ message }) => reject(new Error(message))
    })
    worker.terminate()
    expect(found).toEqual({
      backend: 'opfs',
      read: [1_000, 1_000.5, 3, 3.5],
      missing: 'storage-corrupt',
      second: 'storage-blocked',
      closed: 'closed',
      afterErase: 'storage-corrupt',
    })
  })
})
