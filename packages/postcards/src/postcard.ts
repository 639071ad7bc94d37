import { createScene, type Scene } from './scene.js'
import { LANGUAGES, type Language, writeCaption, writeTitle } from './text/write.js'

/** One item of the imaginary catalogue. The picture is drawn on demand with `drawPicture(postcard.scene)`. */
export interface Postcard {
  readonly id: string
  readonly scene: Scene
  readonly title: Readonly<Record<Language, string>>
  readonly text: Readonly<Record<Language, string>>
}

export function createPostcard(seed: number): Postcard {
  const scene = createScene(seed)
  return {
    id: `pc-${String(seed).padStart(6, '0')}`,
    scene,
    title: inEveryLanguage((language) => writeTitle(scene, language)),
    text: inEveryLanguage((language) => writeCaption(scene, language)),
  }
}

function inEveryLanguage(write: (language: Language) => string): Record<Language, string> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, write(language)])) as Record<Language, string>
}
