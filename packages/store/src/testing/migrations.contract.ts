import { describe, expect, test } from 'vitest'
import { IndexedDbStore } from '../indexeddb/indexeddb-store.js'
import { MIGRATIONS } from '../indexeddb/migrations/index.js'
import type { Migration } from '../indexeddb/migrations/migration.js'
import { writeV1Fixture } from '../indexeddb/migrations/v1.fixture.js'
import { codeOf, dump, freshName, openRaw, settle, withRows } from './raw-database.fixture.js'
import { embedding, idsIn, item, like, rowOf, rowsIn } from './samples.fixture.js'

/** A made-up next version: a store for ratings, and the titles of items in capitals. */
const capitals: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'capitals',
  async upgrade({ database, transaction }) {
    database.createObjectStore('ratings', { keyPath: 'itemId' })
    const items = transaction.objectStore('items')
    for (const row of await items.getAll()) {
      await items.put({ ...row, item: { ...row.item, title: row.item.title.toUpperCase() } })
    }
  },
}

const thatBreaks: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'that-breaks',
  async upgrade(context) {
    await capitals.upgrade(context)
    await context.transaction.objectStore('interactions').clear()
    throw new TypeError('a row this step did not expect')
  },
}

const thatFailsARequest: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'that-fails-a-request',
  async upgrade(context) {
    await context.transaction.objectStore('interactions').clear()
    await context.transaction.objectStore('items').add({ source: 'device', id: 'a' })
  },
}

const thatWaitsForSomethingElse: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'that-waits',
  async upgrade({ transaction }) {
    await transaction.objectStore('interactions').clear()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await transaction.objectStore('items').clear()
  },
}

const sources: readonly (readonly [string, () => Promise<string>])[] = [
  [
    'a version 1 database with data',
    async () => {
      const name = freshName('locavore:migrations')
      const store = await IndexedDbStore.open(name)
      await store.append([like('a'), like('b')])
      await store.putItems([item('a')], [embedding('a', 1)])
      await store.close()
      return name
    },
  ],
  [
    'the version 1 fixture',
    async () => {
      const name = freshName('locavore:migrations')
      await writeV1Fixture(name)
      return name
    },
  ],
]

export function describeMigrations(): void {
  describe.each(sources)('Migrating %s', (_, make) => {
    test('reads it with the newest schema', async () => {
      const store = await IndexedDbStore.open(await make())
      expect((await store.readLog()).map((one) => one.itemId)).toEqual(['a', 'b'])
      expect((await store.readItems()).map(({ title }) => title)).toEqual(['Title of a'])
      expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 1))])
      await store.close()
    })

    test('takes a next version and keeps the data', async () => {
      const name = await make()
      const store = await IndexedDbStore.open(name, [...MIGRATIONS, capitals])
      expect((await store.readItems()).map(({ title }) => title)).toEqual(['TITLE OF A'])
      expect((await store.append([like('c')]))[0]?.sequence).toBeGreaterThan(2)
      expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 1))])
      await store.close()
      const after = await dump(name)
      expect(after).toMatchObject({ version: MIGRATIONS.length + 1, ratings: [] })
      expect(after['meta']).toContainEqual(['schema', { version: MIGRATIONS.length + 1, migration: 'capitals' }])
      expect(await codeOf(IndexedDbStore.open(name))).toBe('storage-failed')
      expect(await dump(name)).toEqual(after)
    })

    test.each([thatBreaks, thatFailsARequest])('is as before when $name', async (broken) => {
      const name = await make()
      const before = await dump(name)
      expect(await codeOf(IndexedDbStore.open(name, [...MIGRATIONS, broken]))).not.toBe('resolved')
      expect(await dump(name)).toEqual(before)
      const store = await IndexedDbStore.open(name, [...MIGRATIONS, capitals])
      expect(await store.readLog()).toHaveLength(2)
      await store.close()
    })

    test('refuses what a step left half-way by waiting for something else', async () => {
      const name = await make()
      expect(await codeOf(IndexedDbStore.open(name, [...MIGRATIONS, thatWaitsForSomethingElse]))).not.toBe('resolved')
      expect(await codeOf(IndexedDbStore.open(name, [...MIGRATIONS, capitals]))).toBe('storage-corrupt')
    })

    test('says that it is blocked after 3 s, and works when the other tab is gone', async () => {
      const name = await make()
      const stranger = await openRaw(name, true)
      const started = performance.now()
      expect(await codeOf(IndexedDbStore.open(name, [...MIGRATIONS, capitals]))).toBe('storage-blocked')
      expect(performance.now() - started).toBeGreaterThan(2_500)
      stranger.close()
      const store = await IndexedDbStore.open(name, [...MIGRATIONS, capitals])
      expect(await store.readLog()).toHaveLength(2)
      await store.close()
    }, 20_000)
  })

  test('items of the catalogue, as version 1 kept them, go; what the person added stays', async () => {
    const name = freshName('locavore:migrations')
    await writeV1Fixture(name)
    await withRows(name, 'items', async (rows) => {
      for (const id of ['b', 'c']) rows.put({ source: 'catalogue', id, item: item(id), places: [] })
    })
    const store = await IndexedDbStore.open(name)
    expect(await idsIn(store)).toEqual(['a'])
    expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 1))])
    await store.close()
    expect(await withRows(name, 'items', (held) => settle(held.count()))).toBe(1)
  })

  test('a list with a gap or a wrong order is a mistake that shows at once', async () => {
    const name = freshName('locavore:migrations')
    expect(
      await codeOf(IndexedDbStore.open(name, [...MIGRATIONS, { ...capitals, version: MIGRATIONS.length + 2 }])),
    ).not.toBe('resolved')
    expect(await codeOf(IndexedDbStore.open(name, []))).not.toBe('resolved')
  })
}
