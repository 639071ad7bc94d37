import { type Item, LocavoreError } from '@locavore/core'
import type { ClipSource, SoundSource } from '@locavore/encoders'
import type { ItemInput } from '../contract/items.js'
import { posterOf } from './poster.js'
import { lastingAddress } from './thumbnail.js'

/** Bytes up to which the file of a sound or clip is kept with its item: some ten seconds of compressed speech. */
const LARGEST_KEPT_FILE = 150_000
/** The same as a `data:` address, in characters. */
const LONGEST_KEPT_DATA = 210_000

/**
 * The addresses under which an item's media can be shown and played again after a reload. Addresses of the site stay as they
 * are. Of what only the page holds, pictures become small `data:` pictures, and sounds and clips of up to 150 kB `data:`
 * files; of a longer clip one picture is kept unless the item has its own, of a longer sound nothing but its embedding.
 * @throws LocavoreError `invalid-picture`, `invalid-argument`
 */
export async function lastingMedia({ image, audio, clip }: ItemInput): Promise<Pick<Item, 'image' | 'audio' | 'clip'>> {
  const [heard, played] = await Promise.all([playableAddress(audio, 'audio'), playableAddress(clip, 'clip')])
  const isClipLost = clip !== undefined && played === undefined
  const shown = image !== undefined ? await lastingAddress(image) : isClipLost ? await posterOf(clip) : undefined
  return {
    ...(shown === undefined ? {} : { image: shown }),
    ...(heard === undefined ? {} : { audio: heard }),
    ...(played === undefined ? {} : { clip: played }),
  }
}

async function playableAddress(
  source: SoundSource | ClipSource | undefined,
  field: string,
): Promise<string | undefined> {
  if (source === undefined) return undefined
  if (source instanceof Blob) return dataAddress(source)
  if (typeof source !== 'string' && !(source instanceof URL)) return undefined
  const url = new URL(source, document.baseURI)
  if (url.protocol === 'blob:') return dataAddress(await heldBlob(url))
  if (url.protocol === 'data:') return url.href.length <= LONGEST_KEPT_DATA ? url.href : undefined
  if (url.protocol === 'https:' || url.protocol === 'http:') return url.href
  throw new LocavoreError(
    'invalid-argument',
    `addItems: an address in "${field}" has the protocol ${url.protocol}; give one of https, blob or data.`,
  )
}

/** What a `blob:` address of this page stands for. A content policy may forbid to read it; then it is not kept. */
async function heldBlob(url: URL): Promise<Blob | undefined> {
  try {
    return await (await fetch(url)).blob()
  } catch {
    return undefined
  }
}

/** Only what a player takes is kept: a `data:` address of another type could act when a page uses it. */
async function dataAddress(file: Blob | undefined): Promise<string | undefined> {
  if (file === undefined || file.size > LARGEST_KEPT_FILE || !/^(audio|video)\//.test(file.type)) return undefined
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : undefined)
    reader.onerror = () => resolve(undefined)
    reader.readAsDataURL(file)
  })
}
