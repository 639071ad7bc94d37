import { describe, expect, it, vi } from 'vitest'
import { Catalogue } from '../catalogue/catalogue.js'
import type { Kernels } from '../kernels.js'
import { recommend } from '../pipeline/rank.js'
import { replay } from '../profile/profile.js'
import { referenceKernels } from '../testing/reference-kernels.js'
import { createWorld, logOf } from '../testing/worlds.js'
import { quantise } from '../vector/quantise.js'
import { SimilarityCache } from './similarity-cache.js'

// Many whole lists are ranked here; a busy machine may take long over them.
vi.setConfig({ testTimeout: 60_000 })

describe('SimilarityCache', () => {
  it('keeps rows until a row of the modality changes, and drops only that modality', () => {
    const { catalogue } = createWorld({ items: 30 })
    const cache = new SimilarityCache(catalogue)
    const [text, image] = [cache.row('text', 0), cache.row('image', 0)]
    expect(cache.row('text', 0)).toBe(text)
    catalogue.put(catalogue.get('i5'), { text: quantise(new Float32Array(24).fill(1), 24) })
    const [newText, newImage] = [cache.row('text', 0), cache.row('image', 0)]
    expect(newText).not.toBe(text)
    expect(newText?.[5]).not.toBe(text?.[5])
    expect(newImage).not.toBe(image)
    catalogue.put({ ...catalogue.get('i6'), title: 'only words about it' }, embeddingsOf(catalogue, 6))
    expect(cache.row('audio', 0)).toBeUndefined()
  })

  it('holds no more than its bytes, dropping what was not used for longest', () => {
    const { catalogue } = createWorld({ items: 30 })
    const cache = new SimilarityCache(catalogue, 3 * 30 * 4)
    const [first, second] = [cache.row('text', 0), cache.row('text', 1)]
    cache.row('text', 2)
    cache.row('text', 0)
    cache.row('text', 3)
    expect(cache.row('text', 0)).toBe(first)
    expect(cache.row('text', 1)).not.toBe(second)
    expect(cache.row('text', 1)).toEqual(second)
  })

  it('makes a new interaction cost one scan per modality', () => {
    const counted = countScans()
    const { catalogue } = createWorld({ items: 30, kernels: counted.kernels })
    const cache = new SimilarityCache(catalogue)
    const list = (count: number) => {
      const profile = replay(
        logOf(...Array.from({ length: count }, (_, k) => ({ type: 'like' as const, itemId: `i${k}` }))),
      )
      recommend({ catalogue, similarities: cache, profile }, { diversity: 0 }).take(5)
    }
    list(8)
    const before = counted.scans()
    list(9)
    expect(counted.scans() - before).toBe(2)
  })
})

describe('a catalogue too large to keep rows of', () => {
  it('is ranked candidate by candidate, to the same scores', () => {
    const small = createWorld({ items: 300, tastes: 10 })
    const large = new Catalogue({
      kernels: referenceKernels,
      ...(small.catalogue.space === undefined ? {} : { space: small.catalogue.space }),
    })
    for (const item of small.catalogue.items())
      large.add(item, embeddingsOf(small.catalogue, small.catalogue.require(item.id)))
    for (let k = 0; k < 8_000; k += 1) large.add({ id: `filler${k}`, attributes: { filler: true } })
    const profile = replay(
      logOf(
        ...small
          .idsOf(2)
          .slice(0, 8)
          .map((itemId) => ({ type: 'like' as const, itemId })),
      ),
    )
    const scores = (catalogue: Catalogue) => {
      const list = recommend(
        { catalogue, similarities: new SimilarityCache(catalogue), profile },
        { filter: { filler: { not: true } } },
      )
      const page = list.take(30)
      const [first] = page
      const { history, parts } = list.explain(first?.item.id ?? '')
      const personal = parts.filter(({ name }) => name !== 'popularity').reduce((sum, { value }) => sum + value, 0)
      expect(history.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(personal, 9)
      return page.map(({ item, score }) => [item.id, score.toFixed(4)])
    }
    expect(scores(large)).toEqual(scores(small.catalogue))
  })
})

function embeddingsOf(catalogue: Catalogue, index: number) {
  const copy = (modality: 'text' | 'image') => {
    const rows = catalogue.modality(modality)
    if (rows === undefined || !rows.has(index)) return {}
    const { codes, scale } = rows.matrix.row(index)
    return { [modality]: { codes: codes.slice(), scale } }
  }
  return { ...copy('text'), ...copy('image') }
}

function countScans(): { kernels: Kernels; scans: () => number } {
  let scans = 0
  const kernels: Kernels = {
    name: 'typescript',
    createScanner: (dimensions, capacity) => {
      const scanner = referenceKernels.createScanner(dimensions, capacity)
      const scan = scanner.scan.bind(scanner)
      scanner.scan = (query, out) => {
        scans += 1
        scan(query, out)
      }
      return scanner
    },
  }
  return { kernels, scans: () => scans }
}
