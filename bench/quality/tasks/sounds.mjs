import { SET_SIZE } from '../data/postcards.mjs'
import { hitsInSets } from '../measure/retrieval.mjs'
import { figure } from '../report/figure.mjs'

const SCENES = 300
const BAR = { least: 0.6 }

/** Words to sounds and back among a hundred; pictures to sounds for information. */
export async function measureSounds({ library }) {
  const scenes = library.unseen.slice(0, SCENES)
  const sounds = await library.sounds(scenes)
  const texts = await library.captions(scenes, 'en')
  const pictures = await library.pictures(scenes)
  const fifth = (id, about, queries, answers, bar) =>
    figure(id, about, hitsInSets(5, queries, answers, SET_SIZE), { chance: 5 / SET_SIZE, bar })
  return [
    fifth('postcards.textToSoundR5', 'text to sound R@5', texts, sounds, BAR),
    fifth('postcards.soundToTextR5', 'sound to text R@5', sounds, texts, BAR),
    fifth('postcards.imageToSoundR5', 'picture to sound R@5', pictures, sounds),
  ]
}
