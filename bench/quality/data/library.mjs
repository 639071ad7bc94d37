import { writeCaption } from '@locavore/postcards'
import { chooseScenes, drawJpeg, makeClipFile, renderWav } from './postcards.mjs'

/** Scenes and their vectors; each is encoded once, whichever task asks first. */
export function openLibrary(encoder) {
  const kept = (encode) => {
    const vectors = new Map()
    return async (scenes) => {
      const missing = scenes.filter((scene) => !vectors.has(scene))
      const made = missing.length === 0 ? [] : await encode(missing)
      missing.forEach((scene, at) => {
        vectors.set(scene, made[at])
      })
      return scenes.map((scene) => vectors.get(scene))
    }
  }
  const files = (modality, make) =>
    kept((scenes) =>
      encoder.files(
        modality,
        scenes.map((scene) => () => make(scene)),
      ),
    )
  const captions = new Map()
  return {
    ...chooseScenes(),
    pictures: files('image', drawJpeg),
    sounds: files('audio', renderWav),
    clips: files('clip', makeClipFile),
    captions: (scenes, language) => {
      if (!captions.has(language))
        captions.set(
          language,
          kept((missing) => encoder.texts(missing.map((scene) => writeCaption(scene, language)))),
        )
      return captions.get(language)(scenes)
    },
  }
}
