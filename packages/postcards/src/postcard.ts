import { createScene, type Scene } from './scene.js'
import { writeCaption, writeTitle } from './text/write.js'

/** The two languages a card carries with it. Ten more are written on demand with `writeTexts(postcard.scene)`. */
export type CardText = Readonly<Record<'en' | 'zh', string>>

/** One item of the imaginary catalogue. Picture, sound and clip are made on demand from `postcard.scene`. */
export interface Postcard {
  readonly id: string
  readonly scene: Scene
  readonly title: CardText
  readonly text: CardText
}

export function createPostcard(seed: number): Postcard {
  const scene = createScene(seed)
  return {
    id: `pc-${String(seed).padStart(6, '0')}`,
    scene,
    title: { en: writeTitle(scene, 'en'), zh: writeTitle(scene, 'zh') },
    text: { en: writeCaption(scene, 'en'), zh: writeCaption(scene, 'zh') },
  }
}
