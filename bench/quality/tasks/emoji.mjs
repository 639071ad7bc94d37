import { LANGUAGES } from '@locavore/postcards'
import { sameName } from '../data/photographs.mjs'
import { hitsAt } from '../measure/retrieval.mjs'
import { figure } from '../report/figure.mjs'

const NEAREST = 10
const BARS = { en: { least: 0.5 }, zh: { least: 0.5 } }

/** The name of each emoji, in each language, to its picture among all. Those of an equal name are right too. */
export async function measureEmoji({ encoder, emoji }) {
  const pictures = await encoder.files(
    'image',
    emoji.map(
      ({ bytes }) =>
        () =>
          bytes,
    ),
  )
  const figures = []
  for (const language of LANGUAGES) {
    const rows = emoji.map(({ names }, at) => ({ at, name: names[language] })).filter(({ name }) => name)
    if (rows.length === 0) continue
    const texts = await encoder.texts(rows.map(({ name }) => name))
    const isSame = (query, answer) => {
      const name = emoji[answer].names[language]
      return name !== undefined && sameName(name) === sameName(rows[query].name)
    }
    const hits = hitsAt(NEAREST, texts, pictures, isSame)
    const about = `${language}: name to picture R@${NEAREST} of ${pictures.length}`
    const more = { bar: BARS[language], chance: NEAREST / pictures.length }
    figures.push(figure(`emoji.${language}.nameToPictureR10`, about, hits, more))
    const unseen = hits.filter((_, query) => emoji[rows[query].at].heldOut)
    if (unseen.length > 0 && unseen.length < hits.length)
      figures.push(figure(`emoji.${language}.heldOutR10`, '  of those that training never saw', unseen))
  }
  return figures
}
