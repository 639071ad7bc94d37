import { sameName } from '../data/photographs.mjs'
import { promptsFor, templatesOf } from '../data/prompts.mjs'
import { bestOf, dot, meanVector } from '../measure/similarity.mjs'
import { figure } from '../report/figure.mjs'
import { measureItemRetrieval } from './item-retrieval.mjs'

const BARS = { caltech101: { top1: 0.7 }, clothing: { top1: 0.74 }, grocery: { coarseTop1: 0.76 } }

/** Photographs of each set: named by words alone, and found by one another. */
export async function measurePhotographs(context) {
  const figures = []
  for (const set of context.photographs) {
    const pictures = await context.encoder.files(
      'image',
      set.rows.map(
        ({ bytes }) =>
          () =>
            bytes,
      ),
    )
    figures.push(...(await zeroShot(context, set, pictures)), ...(await measureItemRetrieval(context, set, pictures)))
  }
  return figures
}

/** One vector per name: the mean of its wordings. */
async function encodeNames({ encoder }, set, names) {
  const perName = templatesOf(set).length
  const vectors = await encoder.texts(names.flatMap((name) => promptsFor(set, name)))
  return names.map((_, at) => meanVector(vectors.slice(at * perName, (at + 1) * perName)))
}

async function zeroShot(context, set, pictures) {
  const names = await encodeNames(context, set.name, set.labels)
  const chosen = pictures.map((picture) => set.labels[bestOf(names.map((name) => dot(name, picture)))])
  const hits = set.rows.map(({ label }, at) => (sameName(label) === sameName(chosen[at]) ? 1 : 0))
  const bar = leastOf(set.name, 'top1')
  const about = `${set.name}: zero-shot among ${set.labels.length} names`
  const figures = [figure(`zeroShot.${set.name}.top1`, about, hits, { bar, chance: 1 / set.labels.length })]
  const plain = hits.filter((_, at) => set.rows[at].caution === undefined)
  if (plain.length > 0 && plain.length < hits.length)
    figures.push(figure(`zeroShot.${set.name}.top1WithoutCaution`, '  without pictures marked with caution', plain))
  return [...figures, ...(await coarseZeroShot(context, set, pictures, chosen))]
}

/** Among the names of kinds, for the pictures that have one: by the names of the kinds, and by the kind of the chosen name. */
async function coarseZeroShot(context, set, pictures, chosen) {
  const places = set.rows.flatMap(({ coarse }, at) => (coarse ? [at] : []))
  if (places.length === 0) return []
  const names = await encodeNames(context, set.name, set.coarseLabels)
  const right = (at, name) => (name !== undefined && sameName(name) === sameName(set.rows[at].coarse) ? 1 : 0)
  const hits = places.map((at) => right(at, set.coarseLabels[bestOf(names.map((name) => dot(name, pictures[at])))]))
  const byName = places.map((at) => right(at, set.coarseOf.get(sameName(chosen[at]))))
  const chance = 1 / set.coarseLabels.length
  const about = `${set.name}: zero-shot among ${set.coarseLabels.length} coarse names`
  const bar = leastOf(set.name, 'coarseTop1')
  return [
    figure(`zeroShot.${set.name}.coarseTop1`, about, hits, { bar, chance }),
    figure(`zeroShot.${set.name}.coarseOfNameTop1`, '  the kind of the name chosen among all', byName),
  ]
}

function leastOf(set, key) {
  const least = BARS[set]?.[key]
  return least === undefined ? undefined : { least }
}
