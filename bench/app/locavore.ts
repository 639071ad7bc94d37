import { nano } from '@locavore/nano'
import { createRecommender } from 'locavore'
import { watchStalls } from './stall.js'

const opening = createRecommender({ name: 'bench', encoder: nano(), catalogue: '/catalogue/manifest.json' })
const encoder = nano().create({ assets: new URL('/locavore/', location.href), devices: ['wasm'] })

async function encode(batch: Parameters<typeof encoder.encode>[0]): Promise<number> {
  const since = performance.now()
  for (const result of await encoder.encode(batch)) if (!result.ok) throw result.error
  return performance.now() - since
}

globalThis.contender = {
  async firstFeed() {
    const list = await (await opening).recommend({ limit: 20 })
    return { milliseconds: performance.now(), itemIds: list.map(({ item }) => item.id) }
  },
  async recordToList(itemId) {
    const recommender = await opening
    const since = performance.now()
    await recommender.record({ type: 'like', itemId })
    await recommender.recommend({ limit: 20 })
    return performance.now() - since
  },
  encodeTexts: (texts) => encode(texts.map((text) => ({ modality: 'text', text }))),
  encodePictures: (urls) => encode(urls.map((image) => ({ modality: 'image', image }))),
  longestStall: watchStalls(),
}
