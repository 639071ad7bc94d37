import { createScene, drawPicture, LANGUAGES, writeCaption, writeTitle } from '@locavore/postcards'
import type { CardAnswer, CardOrder } from '../../shared/messages.js'
import { paintSvg } from './paint-svg.js'

/** The size that pictures are made for, in their own units. */
const WHOLE = { width: 640, height: 480 } as const

const context = new OffscreenCanvas(WHOLE.width, WHOLE.height).getContext('2d', {
  alpha: false,
  willReadFrequently: true,
})

/** JPEG is what every browser writes, and decodes beside the page. */
function draw(seed: number, width: number): Promise<Blob> {
  if (context === null) throw new Error('This browser draws nothing in a worker.')
  const scale = width / WHOLE.width
  // A new size clears the canvas, its state included.
  context.canvas.width = width
  context.canvas.height = Math.round(WHOLE.height * scale)
  context.scale(scale, scale)
  paintSvg(drawPicture(createScene(seed)), context)
  return context.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.86 })
}

async function answerDraw(key: string, seed: number, width: number): Promise<void> {
  try {
    const picture = await draw(seed, width)
    // Made here, because making an address waits for another process, which the page must not.
    const address = URL.createObjectURL(picture)
    postMessage({ kind: 'drawn', key, address, bytes: picture.size } satisfies CardAnswer)
  } catch {
    postMessage({ kind: 'not-drawn', key } satisfies CardAnswer)
  }
}

function answerWrite(asked: string, seeds: readonly number[]): void {
  const language = LANGUAGES.find((each) => each === asked) ?? 'en'
  const texts = seeds.map((seed) => {
    const scene = createScene(seed)
    return [seed, writeTitle(scene, language), writeCaption(scene, language)] as const
  })
  postMessage({ kind: 'written', language: asked, texts } satisfies CardAnswer)
}

let last: Promise<void> = Promise.resolve()

addEventListener('message', ({ data }: MessageEvent<CardOrder>) => {
  // There is one canvas.
  if (data.kind === 'draw') last = last.then(() => answerDraw(data.key, data.seed, data.width))
  else if (data.kind === 'forget') URL.revokeObjectURL(data.address)
  else answerWrite(data.language, data.seeds)
})
