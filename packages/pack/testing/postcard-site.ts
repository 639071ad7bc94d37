import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPostcard, drawPicture, encodeWav, renderSound } from '@locavore/postcards'

/** A publisher's folder with so many postcards: items, their pictures, and a sound for the first. @returns the items' file */
export async function writePostcards(folder: string, count: number): Promise<string> {
  await mkdir(join(folder, 'images'), { recursive: true })
  const lines: string[] = []
  for (let seed = 0; seed < count; seed += 1) {
    const { id, scene, title, text } = createPostcard(seed)
    await writeFile(join(folder, `images/${id}.svg`), drawPicture(scene))
    const audio = seed === 0 ? { audio: 'sound.wav' } : {}
    if (seed === 0) await writeFile(join(folder, 'sound.wav'), encodeWav(renderSound(scene, { seconds: 6 }), 16_000))
    const item = {
      id,
      title: title.en,
      text: text.en,
      image: `images/${id}.svg`,
      attributes: { place: scene.place },
      ...audio,
    }
    lines.push(JSON.stringify(item))
  }
  const path = join(folder, 'items.jsonl')
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}
