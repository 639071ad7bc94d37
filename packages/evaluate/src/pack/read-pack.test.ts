import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PIPELINE_CONSTANTS } from '@locavore/core'
import { afterEach, describe, expect, it } from 'vitest'
import { type SyntheticOptions, writeSyntheticPack } from '../testing/synthetic-pack.js'
import { centre } from './content.js'
import { readManifest } from './manifest.js'
import { candidatesOf, lastLikes, readPeople } from './people.js'
import { readPack } from './read-pack.js'

const made: (() => void)[] = []
afterEach(() => {
  for (const remove of made.splice(0)) remove()
})
function pack(options?: SyntheticOptions): string {
  const { folder, remove } = writeSyntheticPack(options)
  made.push(remove)
  return folder
}

const smallest = {
  format: 'ranking-pack/1',
  itemCount: 9,
  likeThreshold: 4,
  dislikeThreshold: 2,
  folds: [{ publisher: 'p.safetensors', users: 'u.jsonl' }],
}
const manifestOf = (changes: object = {}) => readManifest(JSON.stringify({ ...smallest, ...changes }))

describe('the manifest', () => {
  it('takes constants from the publisher, then from the library', () => {
    expect(manifestOf().constants).toEqual(PIPELINE_CONSTANTS)
    const given = { tau: 0, halfLifeEvents: null, neighbours: 100, later: 'unknown' }
    expect(manifestOf({ pipeline: given }).constants).toEqual({ ...PIPELINE_CONSTANTS, tau: 0, halfLifeEvents: null })
    expect(manifestOf({ ordered: false }).constants).toMatchObject({ halfLifeEvents: null, sessionWeight: 0 })
    expect(manifestOf({ ordered: false, pipeline: { halfLifeEvents: 9 } }).constants.halfLifeEvents).toBe(9)
    expect(manifestOf().historyLengths).toEqual([1, 3, 10, 30, 'all'])
  })

  it('is refused with a reason', () => {
    const refused: [object, RegExp][] = [
      [{ format: 'ranking-pack/2' }, /only "ranking-pack\/1"/],
      [{ itemCount: 0 }, /itemCount is 0/],
      [{ itemCount: 'many' }, /in place of a number/],
      [{ folds: [] }, /no folds/],
      [{ folds: [{ publisher: 'p' }] }, /needs the files/],
      [{ folds: [{ publisher: '../p', users: 'u' }] }, /no plain file name/],
      [{ folds: [{ publisher: '/etc/passwd', users: 'u' }] }, /no plain file name/],
      [{ historyLengths: [0] }, /historyLengths holds 0/],
      [{ pipeline: { tau: -1 } }, /tau is -1/],
    ]
    for (const [changes, message] of refused) expect(() => manifestOf(changes)).toThrow(message)
    expect(() => readManifest('{')).toThrow(/no JSON/)
    expect(() => readManifest('[]')).toThrow(/no JSON object/)
  })
})

describe('people', () => {
  const line = (changes: object = {}) =>
    JSON.stringify({
      user: 1,
      history: [
        [3, 5, 10],
        [0, 2, 11],
        [4, 3, 12],
        [7, 4, 13],
      ],
      targets: [1, 2],
      ...changes,
    })

  it('are read by the protocol', () => {
    const [person] = readPeople(`${line()}\n\n`, 'u.jsonl', manifestOf())
    expect(person).toMatchObject({ id: '1', dislikedLater: new Set(), targets: new Set([1, 2]) })
    expect([person?.likes, person?.dislikes, person?.seen]).toEqual([
      Int32Array.of(3, 7),
      Int32Array.of(0),
      Int32Array.of(3, 0, 4, 7),
    ])
    if (person === undefined) return
    // Everything seen is hidden, liked or not, however little of it reaches the scorer.
    expect([...candidatesOf(person, 9)]).toEqual([1, 2, 5, 6, 8])
    expect(lastLikes(person, 1)).toEqual(Int32Array.of(7))
    expect(lastLikes(person, 3)).toBeUndefined()
    expect(lastLikes(person, 'all')).toEqual(Int32Array.of(3, 7))
  })

  it('may have no ratings, and are left out without likes or targets', () => {
    const bare = line({ history: [3, [4]] })
    expect(readPeople(bare, 'u', manifestOf())[0]?.likes).toEqual(Int32Array.of(3, 4))
    expect(readPeople(line(), 'u', manifestOf({ likeThreshold: undefined }))[0]?.likes.length).toBe(4)
    expect(readPeople(`${line({ targets: [] })}\n${line({ history: [[1, 1]] })}`, 'u', manifestOf())).toEqual([])
  })

  it('bring the results that were stored', () => {
    const reference = {
      default: { all: { top20: [5, 6], ndcg10: 0.5, scores: [2, 1] }, 1: { top20: [6], ndcg10: 0.25 } },
      ease: { all: { ndcg10: 0.75 } },
    }
    const [person] = readPeople(line({ reference, cold: { map: { top20: [1] } } }), 'u', manifestOf())
    expect(person?.stored.lists.get('all')).toEqual({ top20: Int32Array.of(5, 6), scores: [2, 1] })
    expect(person?.stored.lists.get('1')?.scores).toBeUndefined()
    expect(person?.stored.ndcg10.get('ease')?.get('all')).toBe(0.75)
    expect(person?.stored.newItems?.top20).toEqual(Int32Array.of(1))
  })

  it('are refused with file and line', () => {
    const read = (text: string) => () => readPeople(text, 'u.jsonl', manifestOf())
    expect(read(`${line()}\n{`)).toThrow(/u\.jsonl, line 2: this is no JSON/)
    expect(read(line({ history: [[9, 5]] }))).toThrow(/names 9, which is none of the 9 items/)
    expect(read(line({ targets: [1.5] }))).toThrow(/targets names 1.5/)
    expect(read(line({ targets: 3 }))).toThrow(/targets is no list/)
  })
})

describe('a pack', () => {
  it('is read whole', async () => {
    const { manifest, content, labels, folds } = await readPack(pack())
    expect(manifest).toMatchObject({ name: 'synthetic', itemCount: 60, constants: { tau: 1, alpha0: 0.3 } })
    expect(content?.modalities.map(({ name }) => name)).toEqual(['llm', 'meta'])
    expect(content?.table.dimensions).toBe(8)
    expect(labels?.[5]).toEqual(['taste 1'])
    expect(folds.map(({ people }) => people.length)).toEqual([20, 20])
    expect(Object.keys(folds[0]?.artefacts ?? {}).sort()).toEqual(
      ['content', 'factorMean', 'factors', 'itemWeights', 'logPopularity'].sort(),
    )
    expect(folds[0]?.newItems?.heldOut.length).toBe(12)
  })

  it('may lack almost everything', async () => {
    const bare = await readPack(pack({ without: ['labels', 'cold', 'content', 'factors', 'neighbours'] }))
    expect([bare.labels, bare.content, bare.folds[0]?.newItems]).toEqual([undefined, undefined, undefined])
    expect(Object.keys(bare.folds[0]?.artefacts ?? {})).toEqual(['logPopularity'])
    const oneModality = await readPack(pack({ without: ['llm'] }))
    expect(oneModality.content?.modalities.map(({ name }) => name)).toEqual(['meta'])
  })

  it('names the file that is missing or wrong', async () => {
    const folder = pack()
    rmSync(join(folder, 'fold1.users.jsonl'))
    await expect(readPack(folder)).rejects.toMatchObject({ code: 'catalogue-invalid', message: /fold1\.users\.jsonl/ })
    writeFileSync(join(folder, 'fold0.safetensors'), 'no tensors at all')
    await expect(readPack(folder)).rejects.toThrow(/fold0\.safetensors: the header claims/)
    await expect(readPack(join(folder, 'nowhere'))).rejects.toThrow(/manifest\.json: the file is not in/)
  })
})

describe('centring', () => {
  it('takes the mean away and leaves out what is not there', () => {
    const rows = Float32Array.of(3, 0, 1, 0, 9, 9)
    expect([...centre(rows, 2, Uint8Array.of(1, 1, 0))]).toEqual([1, 0, -1, 0, 0, 0])
    expect([...centre(Float32Array.of(1, 2), 2)]).toEqual([0, 0])
  })
})
