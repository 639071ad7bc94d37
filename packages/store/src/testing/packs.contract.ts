import { expect, test } from 'vitest'
import type { PackState, Store } from '../store.js'
import { codeOf } from './raw-database.fixture.js'

const hashOf = (digit: string) => digit.repeat(64)
const bytesOf = (...values: number[]) => Uint8Array.from(values)

function stateOf(revision: string, files: readonly string[], complete = true): PackState {
  return { url: 'https://site.example/manifest.json', revision, manifest: bytesOf(1, 2), files, complete }
}

/** What every store promises of catalogue packs. */
export function describePacks(open: () => Promise<Store>): void {
  test('files of a pack are kept by their hash, as they were', async () => {
    const store = await open()
    const large = new Uint8Array(1_000)
    await store.putPackFiles(new Map([[hashOf('a'), large.subarray(10, 13).fill(7)]]))
    await store.putPackFiles(new Map([[hashOf('b'), bytesOf()]]))
    expect(await store.readPackFile(hashOf('a'))).toEqual(bytesOf(7, 7, 7))
    expect((await store.readPackFile(hashOf('a')))?.buffer.byteLength).toBe(3)
    expect(await store.readPackFile(hashOf('b'))).toEqual(bytesOf())
    expect(await store.readPackFile(hashOf('c'))).toBeUndefined()
    expect(await store.listPackFiles()).toEqual([hashOf('a'), hashOf('b')])
    expect(await codeOf(store.putPackFiles(new Map([['a', bytesOf()]])))).toBe('catalogue-invalid')
    await store.close()
  })

  test('a swap keeps what the pack names and lets the rest go', async () => {
    const store = await open()
    for (const digit of ['a', 'b', 'c']) await store.putPackFiles(new Map([[hashOf(digit), bytesOf(1)]]))
    await store.swapPack(stateOf('r1', [hashOf('a'), hashOf('b')]))
    expect(await store.packState()).toEqual(stateOf('r1', [hashOf('a'), hashOf('b')]))
    expect(await store.listPackFiles()).toEqual([hashOf('a'), hashOf('b')])
    await store.putPackFiles(new Map([[hashOf('d'), bytesOf(4)]]))
    await store.swapPack(stateOf('r2', [hashOf('b'), hashOf('d')]))
    expect(await store.listPackFiles()).toEqual([hashOf('b'), hashOf('d')])
    await store.close()
  })

  test('a swap keeps what reading the pack has come to while it is named, and misses it where it is not here', async () => {
    const store = await open()
    for (const digit of ['a', 'b']) await store.putPackFiles(new Map([[hashOf(digit), bytesOf(1)]]))
    const indexed = { ...stateOf('r1', [hashOf('a')]), index: hashOf('b') }
    await store.swapPack(indexed)
    expect(await store.packState()).toEqual(indexed)
    expect(await store.listPackFiles()).toEqual([hashOf('a'), hashOf('b')])
    expect(await codeOf(store.swapPack({ ...indexed, index: 'b' }))).toBe('catalogue-invalid')
    await store.swapPack(stateOf('r2', [hashOf('a')]))
    expect(await store.listPackFiles()).toEqual([hashOf('a')])
    await store.swapPack(indexed)
    expect((await store.packState())?.index).toBe(hashOf('b'))
    await store.close()
  })

  test('a pack that is not all here is served only as a part, and refused as a whole', async () => {
    const store = await open()
    await store.putPackFiles(new Map([[hashOf('a'), bytesOf(1)]]))
    await store.swapPack(stateOf('r1', [hashOf('a')]))
    await store.putPackFiles(new Map([[hashOf('b'), bytesOf(2)]]))
    expect(await codeOf(store.swapPack(stateOf('r2', [hashOf('b'), hashOf('c')])))).toBe('catalogue-invalid')
    expect((await store.packState())?.revision).toBe('r1')
    expect(await store.listPackFiles()).toEqual([hashOf('a'), hashOf('b')])
    await store.swapPack(stateOf('r2', [hashOf('b'), hashOf('c')], false))
    expect(await store.packState()).toMatchObject({ revision: 'r2', complete: false })
    await store.close()
  })
}
