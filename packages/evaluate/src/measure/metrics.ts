/** Metrics that are a mean over people. */
export const PERSON_METRICS = [
  'ndcg10',
  'recall20',
  'precision20',
  'f1At20',
  'hit10',
  'map20',
  'mrr',
  'auc',
  'ild10',
  'novelty20',
  'serendipity20',
  'miscalibration20',
] as const

/** Metrics of all lists together. */
export const POOLED_METRICS = ['coverage20', 'gini20', 'popularityLift20'] as const

export type PersonMetric = (typeof PERSON_METRICS)[number]
export type MetricName = PersonMetric | (typeof POOLED_METRICS)[number]

/** What each one is, as `docs/ranking.md` and the results use the names. */
export const ABOUT_METRICS: Readonly<Record<MetricName, string>> = {
  ndcg10: 'normalised discounted cumulative gain in the first 10 places',
  recall20: 'part of the targets in the first 20',
  precision20: 'part of the first 20 that are targets',
  f1At20: 'harmonic mean of the two',
  hit10: 'people with at least one target in the first 10',
  map20: 'mean average precision in the first 20',
  mrr: 'mean of 1 / place of the first target, over the whole ranking',
  auc: 'how often a target scores above another unseen item',
  ild10: 'mean of 1 - cosine of centred content over pairs of the first 10',
  novelty20: 'mean of -log2 of the part of people who like an item of the first 20, in bits',
  serendipity20: 'part of the first 20 that are targets and not among the 20 most popular',
  miscalibration20: 'divergence of the genres of the first 20 from those liked, in nats; less is better',
  coverage20: 'part of the catalogue in anyone’s first 20',
  gini20: 'inequality of how often items appear in the first 20; 0 is even',
  popularityLift20: 'popularity of the first 20 over that of what was liked, minus 1',
}

/** Places of the longest list that is measured. */
export const LIST_LENGTH = 20
