import { describe, expect, test } from 'vitest'
import { openStore } from './open-store.js'
import { databaseName } from './site-name.js'

describe('openStore', () => {
  test.each(['', 'a b', 'me@example.com', '-x', 'x-', 'a/b', 'x'.repeat(65), 'naïve', '__proto__'])(
    'refuses the name %j',
    async (name) => {
      await expect(openStore({ name })).rejects.toMatchObject({ code: 'invalid-argument' })
    },
  )

  test.each(['a', 'postcards', 'shop.example', 'Shop_2-b', 'x'.repeat(64)])('takes the name %j', (name) => {
    expect(databaseName(name)).toBe(`locavore:${name}`)
  })

  test('names an unknown option and a wrong value', async () => {
    const wrong = { name: 'a', storge: 'memory' } as never
    await expect(openStore(wrong)).rejects.toMatchObject({ code: 'unknown-option', message: /storge/ })
    await expect(openStore({ name: 'a', storage: 'disk' as never })).rejects.toMatchObject({ code: 'invalid-argument' })
  })

  test('keeps in memory what it is asked to, and says nothing of it', async () => {
    const opened = await openStore({ name: 'a', storage: 'memory' })
    expect(opened.store.kind).toBe('memory')
    expect(opened.degraded).toBeUndefined()
  })

  test('falls back to memory in Node and says so', async () => {
    const opened = await openStore({ name: 'a' })
    expect(opened.store.kind).toBe('memory')
    expect(opened.degraded).toMatch(/no IndexedDB/)
  })
})
