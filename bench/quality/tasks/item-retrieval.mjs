import { sameName } from '../data/photographs.mjs'
import { colourHistogram } from '../measure/colour-histogram.mjs'
import { averagePrecisions } from '../measure/retrieval.mjs'
import { figure } from '../report/figure.mjs'

/** Each picture as a query for the others of its label within its set: mean average precision, beside two other ways. */
export async function measureItemRetrieval({ teacher }, set, pictures) {
  const labels = set.rows.map(({ label }) => sameName(label))
  const row = (way, about, vectors, more) => {
    const precisions = averagePrecisions(vectors, labels)
    return precisions.length === 0 ? [] : [figure(`itemRetrieval.${set.name}.${way}`, about, precisions, more)]
  }
  const histograms = await Promise.all(set.rows.map(({ bytes }) => colourHistogram(bytes)))
  return [
    ...row('map', `${set.name}: item to item, mean average precision`, pictures, { chance: chanceOf(labels) }),
    ...(teacher === undefined
      ? []
      : row('teacherMap', "  by the teacher's features", await teacher.features(set.rows.map(({ bytes }) => bytes)))),
    ...row('histogramMap', '  by colour histograms', histograms),
  ]
}

/** The share of right answers, which is what a random order gives (nearly, for large sets). */
function chanceOf(labels) {
  const counts = new Map()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const shared = labels.map((label) => counts.get(label) - 1).filter((count) => count > 0)
  return shared.reduce((sum, count) => sum + count, 0) / shared.length / (labels.length - 1)
}
