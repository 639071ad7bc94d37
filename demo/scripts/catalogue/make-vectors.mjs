import { CLIP_SECONDS, createScene, drawFrame } from '@locavore/postcards'
import { encodeClips, encodePictures, encodeSounds, encodeTexts } from './encode.mjs'

/** The middle of each second of a clip. */
const MOMENTS = Array.from({ length: CLIP_SECONDS }, (_, second) => second + 0.5)

/** One vector an item, in their order; `undefined` where an item has no such medium. */
function rowsOf(count, made, vectors) {
  const rows = Array.from({ length: count })
  made.forEach(({ seed }, index) => {
    rows[seed] = vectors[index]
  })
  return rows
}

/** The vectors of a catalogue by one model, for every medium that the model reads. */
export function createVectorMaker(model, manifest) {
  return {
    ofTexts: (items) =>
      encodeTexts(
        model,
        manifest,
        items.map(({ title, text }) => `${title}\n${text}`),
      ),
    ofPictures: (pictures) => encodePictures(model, manifest, pictures),
    /** @param media seed -> a sound or clip that was made */
    async ofMedia(count, media) {
      if (manifest.towers.audio === undefined) return []
      const sounds = [...media.values()].filter(({ kind }) => kind === 'sound')
      const clips = [...media.values()].filter(({ kind }) => kind === 'clip')
      const heard = await encodeSounds(
        model,
        manifest,
        sounds.map((sound) => sound.heard),
      )
      const seen = await encodeClips(
        model,
        manifest,
        clips.map(({ seed, heard: samples }) => ({
          frames: MOMENTS.map((second) => drawFrame(createScene(seed), second)),
          heard: samples,
        })),
      )
      return [
        { modality: 'audio', rows: rowsOf(count, sounds, heard) },
        { modality: 'clip', rows: rowsOf(count, clips, seen) },
      ]
    },
  }
}
