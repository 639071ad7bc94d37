import { type EncoderFactory, modelFromFolder } from '@locavore/encoders'
import type { Item, ItemInput, Recommender } from 'locavore'
import { describeStep, encoderProgress } from './encoder.js'

/** Postcards to begin with under a model that has no ready vectors: a few of each medium, since all are read here. */
const FEW = { clip: 8, audio: 16, image: 40 } as const

const CATALOGUE = '/catalogue/'

export function openModel(folder: string): Promise<EncoderFactory> {
  return modelFromFolder(folder)
}

/** The first shard has more postcards of each medium than are read. */
async function readCatalogue(): Promise<readonly Item[]> {
  const manifest = (await (await fetch(`${CATALOGUE}manifest.json`)).json()) as {
    readonly shards: readonly { readonly items: { readonly path: string } }[]
  }
  const [first] = manifest.shards
  if (first === undefined) return []
  const lines = await (await fetch(CATALOGUE + first.items.path)).text()
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Item)
}

function fewOfEach(items: readonly Item[]): readonly Item[] {
  const clips = items.filter(({ clip }) => clip !== undefined)
  const sounds = items.filter(({ audio }) => audio !== undefined)
  const pictures = items.filter(({ audio, clip }) => audio === undefined && clip === undefined)
  return [...clips.slice(0, FEW.clip), ...sounds.slice(0, FEW.audio), ...pictures.slice(0, FEW.image)]
}

/** Addresses in the catalogue are relative to its manifest. */
function inputOf({ image, audio, clip, ...item }: Item): ItemInput {
  return {
    ...item,
    ...(image === undefined ? {} : { image: CATALOGUE + image }),
    ...(audio === undefined ? {} : { audio: CATALOGUE + audio }),
    ...(clip === undefined ? {} : { clip: CATALOGUE + clip }),
  }
}

/** Reads a few postcards with the model of the recommender, unless an earlier visit has. */
export async function fillWithFew(made: Recommender): Promise<void> {
  if ((await made.status()).items > 0) return
  try {
    await made.addItems(fewOfEach(await readCatalogue()).map(inputOf), {
      onProgress: (step) => {
        encoderProgress.value = describeStep(step)
      },
    })
  } finally {
    encoderProgress.value = undefined
  }
}
