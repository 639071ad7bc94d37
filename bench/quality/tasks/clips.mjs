import { SET_SIZE } from '../data/postcards.mjs'
import { hitsInSets } from '../measure/retrieval.mjs'
import { figure } from '../report/figure.mjs'

/** Pictures and words to clips among a hundred. */
export async function measureClips({ library }) {
  const scenes = library.unseen.slice(0, SET_SIZE)
  const clips = await library.clips(scenes)
  const pictures = await library.pictures(scenes)
  const texts = await library.captions(scenes, 'en')
  const first = (id, about, queries, bar) =>
    figure(id, about, hitsInSets(1, queries, clips, SET_SIZE), { chance: 1 / SET_SIZE, bar })
  return [
    first('postcards.imageToClipR1', 'picture to clip R@1', pictures, { least: 0.8 }),
    first('postcards.textToClipR1', 'text to clip R@1', texts),
  ]
}
