import { createScene, encodeWav, renderSound } from '@locavore/postcards'

/** The sound of a scene as a WAV file, as a person might have recorded it. */
export function soundFile(seed: number): Buffer {
  return Buffer.from(encodeWav(renderSound(createScene(seed)), 16_000))
}
