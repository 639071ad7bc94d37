import { labelOf } from '../data/caption-tells.mjs'
import { chooseStrangers } from '../data/strangers.mjs'
import { readGroups, without } from '../data/tag-groups.mjs'
import { calibrationError } from '../measure/calibration.mjs'
import { exactFigure, figure } from '../report/figure.mjs'

const SCENES = { image: 1000, text: 1000, audio: 800, clip: 320 }
const STRANGERS = 100
/** One postcard in this many is asked about without its label among the choices, one gives way to something else. */
const EVERY = 20
const PER_CALL = 50
const BAR = { most: 0.08 }

/** How often the likeliest tag is right, and whether the probabilities keep their word, with and without a right label. */
export async function measureTags(context) {
  const { encoder, library } = context
  const groups = readGroups()
  const strangers = chooseStrangers(context, STRANGERS)
  const encoders = {
    image: library.pictures,
    text: (scenes) => library.captions(scenes, 'en'),
    audio: library.sounds,
    clip: library.clips,
  }
  const figures = []
  for (const modality of Object.keys(SCENES).filter(encoder.can)) {
    const scenes = library.tagged.slice(0, SCENES[modality])
    const vectors = await encoders[modality](scenes)
    const strange = await encodeStrangers(encoder, modality, strangers)
    figures.push(...(await measureModality({ encoder, modality, groups, scenes, vectors, strange })))
  }
  return figures
}

function encodeStrangers(encoder, modality, { image, text }) {
  if (modality === 'image') return encoder.files('image', image)
  return modality === 'text' ? encoder.texts(text) : []
}

async function measureModality({ encoder, modality, groups, scenes, vectors, strange }) {
  const asked = vectors.map((vector) => ({ modality, vector }))
  const own = await askAll(encoder, asked)
  const lacking = asked.map((each, at) => ({
    ...each,
    groups: groups.map((group) => without(group, scenes[at][group.id])),
  }))
  const removed = await askAll(encoder, lacking)
  const foreign = await askAll(
    encoder,
    strange.map((vector) => ({ modality, vector })),
  )
  return groups.flatMap(({ id, labels }, place) => {
    const right = own.map((tags, at) => answerOf(tags[place], labelOf(scenes[at], { id, labels }, modality)))
    const noneOf = (answers) => answers.map((tags) => answerOf(tags[place], undefined))
    return figuresOf(`tags.${modality}.${id}`, `${modality}: ${id}`, {
      right,
      removed: noneOf(removed),
      foreign: noneOf(foreign),
      chance: 1 / labels.length,
    })
  })
}

async function askAll(encoder, asked) {
  const answers = []
  for (let start = 0; start < asked.length; start += PER_CALL)
    answers.push(...(await encoder.tags(asked.slice(start, start + PER_CALL))))
  return answers
}

/** The likeliest answer, none of these among them, and whether it is right. */
function answerOf({ labels, none }, truth) {
  const [best] = labels
  return none >= best.probability
    ? { confidence: none, right: truth === undefined }
    : { confidence: best.probability, right: best.id === truth }
}

function figuresOf(id, about, { right, removed, foreign, chance }) {
  const rights = (answers) => answers.map((answer) => (answer.right ? 1 : 0))
  const mixed = right.map((answer, at) => {
    if (at % EVERY === 1 && foreign.length > 0) return foreign[Math.floor(at / EVERY) % foreign.length]
    return at % EVERY === 0 ? removed[at] : answer
  })
  return [
    figure(`${id}.top1`, `${about}, likeliest is right`, rights(right), { chance }),
    exactFigure(`${id}.calibrationError`, '  expected calibration error', calibrationError(right), right.length, {
      bar: BAR,
    }),
    exactFigure(
      `${id}.calibrationErrorWithNone`,
      '  with none cases among them',
      calibrationError(mixed),
      mixed.length,
      {
        bar: BAR,
      },
    ),
    figure(`${id}.noneWithoutLabel`, '  none is likeliest, right label taken away', rights(removed)),
    ...(foreign.length === 0
      ? []
      : [figure(`${id}.noneOfOther`, '  none is likeliest, no postcard at all', rights(foreign))]),
  ]
}
