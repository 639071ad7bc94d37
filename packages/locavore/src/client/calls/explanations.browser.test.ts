import { describe, expect, test } from 'vitest'
import { freshName, likeFive, open, openOnCatalogue } from '../../../testing/open-recommender.js'
import { type ChangeProgress, createRecommender, type Recommendation, SENTENCE_LANGUAGES } from '../../index.js'

async function openWithLikes() {
  const opened = await openOnCatalogue()
  await likeFive(opened.recommender, opened.items, 'c3')
  await likeFive(opened.recommender, opened.items, 'c1')
  return opened
}

describe('what would change it', () => {
  test('names actions without which the item is really gone, and what would be there instead', async () => {
    const { recommender } = await openWithLikes()
    const list = await recommender.recommend({ limit: 10 })
    const progress: ChangeProgress[] = []
    let found = 0
    for (const shown of list.slice(0, 4)) {
      const change = await recommender.whatWouldChange(shown, { onProgress: (each) => progress.push(each) })
      if (!change.found) continue
      found += 1
      expect(change.actions.length).toBeGreaterThan(0)
      for (const { type, item, weight } of change.actions) {
        expect({ type, known: item !== undefined, counts: weight > 0 }).toEqual({
          type: 'like',
          known: true,
          counts: true,
        })
      }
      expect(change.sentence).toContain(change.actions[0]?.item?.title ?? 'no title')
      expect(change.instead.map(({ id }) => id)).not.toContain(shown.item.id)
      expect(change.rankings).toBeLessThanOrEqual(64)
    }
    expect(found).toBeGreaterThan(0)
    expect(progress[0]).toEqual({ rankings: 1, most: 64 })

    // The last one, for good.
    const [first] = list as readonly Recommendation[] as [Recommendation]
    const change = await recommender.whatWouldChange(first)
    if (!change.found) throw new Error('nothing was found')
    await recommender.forget(change.actions.map(({ sequence }) => sequence))
    const after = (await recommender.recommend({ limit: 10 })).map(({ item }) => item.id)
    expect(after).not.toContain(first.item.id)
    expect(after).toEqual(expect.arrayContaining(change.instead.map(({ id }) => id)))
    await expect(recommender.whatWouldChange(first)).rejects.toMatchObject({ code: 'unknown-list' })
  })

  test('is of the list as it was, whatever was done since, and of the page that shows the item', async () => {
    const { recommender } = await openWithLikes()
    const list = await recommender.recommend({ limit: 5, rerank: [{ kind: 'dpp' }], explore: { every: 5 } })
    const more = await recommender.next(list)
    const [shown] = more as readonly Recommendation[] as [Recommendation]
    const before = await recommender.whatWouldChange(shown)
    if (!before.found) throw new Error('nothing was found')
    await recommender.record({ type: 'like', itemId: shown.item.id })
    // What an action weighs is told as of today.
    const actions = before.actions.map(({ weight: _, ...action }) => expect.objectContaining(action))
    expect(await recommender.whatWouldChange(shown)).toEqual({ ...before, actions })
  })

  test('says so where no action of the person put it there', async () => {
    const { recommender } = await openOnCatalogue()
    const [shown] = (await recommender.recommend()) as readonly Recommendation[] as [Recommendation]
    expect(await recommender.whatWouldChange(shown)).toEqual({ found: false, why: 'not-by-actions', rankings: 1 })
    const [alike] = (await recommender.related('item-0003')) as readonly Recommendation[] as [Recommendation]
    await recommender.record({ type: 'like', itemId: 'item-0009' })
    expect(await recommender.whatWouldChange(alike)).toMatchObject({ found: false, why: 'not-by-actions' })
    const stranger = { listId: shown.listId, item: { id: 'item-nowhere' } }
    await expect(recommender.whatWouldChange(stranger)).rejects.toMatchObject({ code: 'unknown-item' })
  })

  test('can be given up, and lets other calls in meanwhile', async () => {
    const { recommender } = await openWithLikes()
    const [shown] = (await recommender.recommend()) as readonly Recommendation[] as [Recommendation]
    const stop = new AbortController()
    const order: string[] = []
    const asked = recommender
      .whatWouldChange(shown, {
        signal: stop.signal,
        onProgress: ({ rankings }) => {
          if (rankings === 1) stop.abort()
        },
      })
      .catch((error: unknown) => error)
    expect(await asked).toMatchObject({ code: 'aborted' })
    const slow = recommender.whatWouldChange(shown).then(() => order.push('change'))
    const quick = recommender.status().then(() => order.push('status'))
    await Promise.all([slow, quick])
    expect(order).toEqual(['status', 'change'])
  })
})

describe('languages', () => {
  test('are those of the recommender, of a list, of a single explanation', async () => {
    const { items, url } = await openOnCatalogue()
    const recommender = await open({ name: freshName(), catalogue: url, language: 'de' })
    await likeFive(recommender, items, 'c3')
    const german = await recommender.recommend({ limit: 3 })
    const japanese = await recommender.recommend({ limit: 3, language: 'ja' })
    const [shown] = german as readonly Recommendation[] as [Recommendation]
    expect(shown.reasons[0]?.message).toMatch(/ähnlich|wie/i)
    expect(japanese[0]?.reasons[0]?.message).toMatch(/\p{Script=Hiragana}/u)
    expect((await recommender.next(japanese))[0]?.reasons[0]?.message).toMatch(/\p{Script=Hiragana}/u)
    const said = await Promise.all(
      SENTENCE_LANGUAGES.map(async (language) => (await recommender.explain(shown, { language })).sentence),
    )
    expect(new Set(said).size).toBe(12)
    expect((await recommender.explain(shown)).sentence).toBe(said[SENTENCE_LANGUAGES.indexOf('de')])

    const titles = Object.fromEntries(items.map(({ id }) => [id, 'Гавань']))
    const russian = await recommender.explain(shown, { language: 'ru', titles })
    expect(russian.sentence).toContain('Гавань')
    const change = await recommender.whatWouldChange(shown, { language: 'ru', titles })
    if (change.found) expect(change.sentence).toMatch(/Гавань.*\p{Script=Cyrillic}/u)
  })

  test('that are not there are refused, as are titles that are no texts', async () => {
    const { recommender, url } = await openOnCatalogue()
    const opening = createRecommender({ name: freshName(), catalogue: url, language: 'tlh' as 'en' })
    await expect(opening).rejects.toMatchObject({ code: 'invalid-argument' })
    const [shown] = (await recommender.recommend()) as readonly Recommendation[] as [Recommendation]
    await expect(recommender.explain(shown, { language: 'tlh' as 'en' })).rejects.toMatchObject({
      code: 'invalid-argument',
    })
    await expect(
      recommender.explain(shown, { titles: { a: 3 } as object as Record<string, string> }),
    ).rejects.toMatchObject({
      code: 'invalid-argument',
    })
  })

  test('the rules of a list are told in words, with whether they hold for the item', async () => {
    const { recommender } = await openWithLikes()
    const [shown] = (await recommender.recommend()) as readonly Recommendation[] as [Recommendation]
    const { rules } = await recommender.explain(shown)
    expect(rules.map(({ value }) => value)).toEqual(expect.arrayContaining(['c1', 'c3']))
    for (const { attribute, value, holds, lift, effect, message } of rules) {
      expect(holds).toBe(String(shown.item.attributes?.[attribute]) === value)
      expect(Math.min(lift - 1, effect)).toBeGreaterThan(0)
      expect(message).toContain(value)
    }
  })
})
