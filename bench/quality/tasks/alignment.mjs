import { clipEvents, listAttributeWords, soundEvents, subjectBox, writeEvent } from '@locavore/postcards'
import { drawJpeg, makeClipFile, renderWav } from '../data/postcards.mjs'
import { figure } from '../report/figure.mjs'

const PICTURES = 200
const SOUNDS = 120
const CLIPS = 40
const CELLS = 7
const NEAR_SECONDS = 1
const BAR = { least: 0.7 }

/** Whether words find their place in a picture, and their second in a sound and in a clip. */
export async function measureAlignment(context) {
  const { encoder } = context
  return [
    ...(encoder.can('image') ? [await pointing(context)] : []),
    ...(encoder.can('audio') ? [await timeline(context, SOUND)] : []),
    ...(encoder.can('clip') ? [await timeline(context, CLIP)] : []),
  ]
}

async function pointing({ encoder, library }) {
  const names = listAttributeWords('en').subject
  const hits = []
  let chance = 0
  for (const scene of library.unseen.slice(0, PICTURES)) {
    const box = subjectBox(scene)
    const { peak } = await encoder.align(names[scene.subject][0], 'image', () => drawJpeg(scene))
    hits.push(isIn(box, peak) ? 1 : 0)
    chance += shareOfCells(box) / PICTURES
  }
  const about = 'the peak of the map lies on the named subject'
  return figure('alignment.pointing', about, hits, { bar: BAR, chance })
}

const isIn = (box, { x, y }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom

/** How often a cell chosen blindly would lie on the subject. */
function shareOfCells(box) {
  const middles = Array.from({ length: CELLS * CELLS }, (_, cell) => ({
    x: ((cell % CELLS) + 0.5) / CELLS,
    y: (Math.floor(cell / CELLS) + 0.5) / CELLS,
  }))
  return middles.filter((middle) => isIn(box, middle)).length / middles.length
}

const SOUND = { modality: 'audio', of: 'sound', count: SOUNDS, eventsOf: soundEvents, make: renderWav }
// A hop is the subject's own little movement: nothing a person would search for.
const isSought = ({ name }) => name !== 'hop'
const CLIP = {
  modality: 'clip',
  of: 'clip',
  count: CLIPS,
  eventsOf: (scene) => clipEvents(scene).filter(isSought),
  make: makeClipFile,
}

/** Every event of the first scenes that have any. */
async function timeline({ encoder, library }, { modality, of, count, eventsOf, make }) {
  const scenes = library.unseen.filter((scene) => eventsOf(scene).length > 0).slice(0, count)
  const hits = []
  let chance = 0
  for (const scene of scenes)
    for (const { name, seconds } of eventsOf(scene)) {
      const alignment = await encoder.align(writeEvent(name, 'en'), modality, () => make(scene))
      const isNear = (at) => Math.abs(at - seconds) <= NEAR_SECONDS
      hits.push(isNear(alignment.peak) ? 1 : 0)
      chance += alignment.seconds.filter(isNear).length / alignment.seconds.length
    }
  const about = `the peak of a ${of}'s line lies within 1 s of the event`
  return figure(`alignment.${of}`, about, hits, { bar: BAR, chance: chance / hits.length })
}
