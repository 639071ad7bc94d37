import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  describeDelta,
  formatManifest,
  type PackManifest,
  packFiles,
  parseManifest,
  readFactors,
  readItems,
  readPopularity,
  readSafetensors,
  readShared,
  readVectors,
  readWeights,
  signManifest,
  verifySignature,
  writeSafetensors,
} from './index.js'
import { randomItem, randomPack, randomPackInput, randomVectors } from './testing/random-pack.js'

const bytesOf = async ({ files }: Awaited<ReturnType<typeof randomPack>>, path: string | undefined) => {
  const bytes = files.get(path ?? '')
  if (bytes === undefined) throw new Error(`no file ${path}`)
  return bytes
}

describe('a written pack', () => {
  test('is read back as it was, file by file', async () => {
    const input = randomPackInput()
    const pack = await randomPack()
    const manifest = parseManifest(await bytesOf(pack, 'manifest.json'))
    expect(manifest).toEqual(pack.manifest)
    expect(manifest.itemCount).toBe(16)
    const [shard, written] = [manifest.shards[1], input.shards[1]]
    if (shard?.items === undefined || shard.vectors.image === undefined || written === undefined)
      throw new Error('shard')
    const ground = { rows: shard.rows, file: 'x' }
    expect(readItems(await bytesOf(pack, shard.items.path), ground)).toEqual(written.items)
    const [space] = manifest.spaces
    if (space === undefined) throw new Error('space')
    const image = readVectors(await bytesOf(pack, shard.vectors.image.path), { ...ground, space, modality: 'image' })
    expect(image).toEqual(written.vectors?.image)
    expect(readFactors(await bytesOf(pack, shard.factors?.path), { ...ground, dimensions: 4 })).toEqual(written.factors)
    expect(readWeights(await bytesOf(pack, shard.weights?.path), { ...ground, allRows: 16 })).toEqual(written.weights)
    expect(readPopularity(await bytesOf(pack, shard.popularity?.path), ground)).toEqual(written.popularity)
    const shared = readShared(await bytesOf(pack, manifest.learnt?.shared?.path), {
      file: 'x',
      spaces: [space],
      factorDimensions: 4,
    })
    expect(shared.factorScales?.[3]).toBeCloseTo(0.04, 8)
  })

  test('is the same bytes for the same input', async () => {
    const [one, two] = [await randomPack(), await randomPack()]
    expect([...one.files]).toEqual([...two.files])
    expect([...one.files.keys()].at(-1)).toBe('manifest.json')
  })

  test('names its files in the order of use: what belongs to all, then shard by shard', async () => {
    const { manifest } = await randomPack()
    const order = packFiles(manifest).map(({ role, shard, modality }) =>
      [shard ?? '', role, modality ?? ''].join(' ').trim(),
    )
    expect(order.slice(0, 9)).toEqual([
      'shared',
      '0 items',
      '0 vectors text',
      '0 vectors image',
      '0 popularity',
      '0 factors',
      '0 weights',
      '0 transitions',
      '1 items',
    ])
  })
})

describe('a delta', () => {
  test('is the shard that is new, whatever else stays', async () => {
    const before = await randomPack()
    const changed = { ...randomItem(3), title: 'Another title' }
    const patch = {
      items: [changed, randomItem(90)],
      removals: ['i9'],
      vectors: { text: randomVectors(9, 2), image: randomVectors(10, 2) },
    }
    const after = await randomPack({ patches: [patch] })
    // Weights name rows of the whole pack, which has two more: the random ones differ. Take those of before.
    const manifest: PackManifest = {
      ...after.manifest,
      shards: [...before.manifest.shards, ...after.manifest.shards.slice(3)],
    }
    expect(manifest).toMatchObject({
      itemCount: 16,
      shards: [{}, {}, {}, { rows: 2, replaced: 1, removals: { count: 1 } }],
    })
    expect(parseManifest(formatManifest(manifest))).toEqual(manifest)
    const delta = describeDelta(before.manifest, manifest)
    expect(delta.fetch.map(({ role, shard }) => `${shard} ${role}`)).toEqual([
      '3 removals',
      '3 items',
      '3 vectors',
      '3 vectors',
    ])
    expect(delta).toMatchObject({ same: false, sameShards: 3, release: [] })
    expect(delta.fetchBytes).toBeLessThan(delta.totalBytes / 2)
  })

  test('from nothing is everything, and to itself nothing', async () => {
    const { manifest } = await randomPack()
    const all = describeDelta(undefined, manifest)
    expect(all).toMatchObject({ same: false, sameShards: 0, reuse: [], fetchBytes: all.totalBytes })
    expect(describeDelta(manifest, manifest)).toMatchObject({ same: true, sameShards: 3, fetch: [], fetchBytes: 0 })
  })

  test('with tables learnt anew keeps items and vectors', async () => {
    const { manifest: before } = await randomPack({ learnt: false })
    const { manifest: after } = await randomPack()
    const delta = describeDelta(before, after)
    expect(delta.sameShards).toBe(3)
    expect(new Set(delta.fetch.map(({ role }) => role))).toEqual(
      new Set(['shared', 'factors', 'weights', 'transitions', 'popularity']),
    )
  })
})

describe('safetensors', () => {
  test('take any tensors there and back, whatever their alignment', () => {
    const tensors = {
      bytes: { type: 'U8' as const, shape: [3], data: Uint8Array.of(1, 2, 3) },
      doubles: { type: 'F64' as const, shape: [1, 2], data: Float64Array.of(Math.PI, -0) },
      wide: { type: 'I64' as const, shape: [1], data: BigInt64Array.of(-5n) },
      none: { type: 'F32' as const, shape: [0, 4], data: new Float32Array() },
    }
    const bytes = writeSafetensors(tensors, { made: 'here' })
    const shifted = new Uint8Array(bytes.length + 1)
    shifted.set(bytes, 1)
    const read = readSafetensors(shifted.subarray(1), { file: 'x' })
    expect(Object.fromEntries(read.tensors)).toEqual(tensors)
    expect(read.metadata.get('made')).toBe('here')
  })
})

describe('a signature', () => {
  const keys = () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
    const pkcs8 = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }))
    return { raw, import: () => crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']) }
  }

  test('holds for what was signed, by any of the keys, and for nothing else', async () => {
    const { manifest } = await randomPack()
    const [own, other] = [keys(), keys()]
    const signed = await signManifest(manifest, await own.import())
    const read = parseManifest(formatManifest(signed))
    await verifySignature(read, [own.raw])
    await verifySignature(read, [other.raw, own.raw])
    const refused = { code: 'signature-invalid' }
    await expect(verifySignature(read, [other.raw])).rejects.toMatchObject(refused)
    await expect(verifySignature(manifest, [own.raw])).rejects.toMatchObject(refused)
    await expect(verifySignature({ ...read, licence: 'other' }, [own.raw])).rejects.toMatchObject(refused)
    await expect(verifySignature(read, ['AAAA'])).rejects.toMatchObject({ code: 'invalid-argument' })
  })
})
