import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { codeOf, freshName } from '../testing/raw-database.fixture.js'
import { openVectors } from './open-vectors.js'
import { describeVectors } from './vectors.contract.js'

describeVectors('indexeddb')

test('a thread without a private file system says so, and takes the database by itself', async () => {
  const options = { name: freshName('vectors'), set: 'x', dimensions: 4 }
  expect(await codeOf(openVectors({ ...options, backend: 'opfs' }))).toBe('storage-unavailable')
  const file = await openVectors(options)
  expect(file.backend).toBe('indexeddb')
  await file.close()
})
