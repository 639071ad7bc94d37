import type { FileAnswer, FileRequest, MakerReport, ServeOrder } from '../../shared/messages.js'
import { KeptPack } from './kept-pack.js'
import { type MadePack, PackMaker } from './pack-maker.js'
import { WordVectors } from './word-vectors.js'

const report = (told: MakerReport): void => postMessage(told)

interface Workshop {
  readonly count: number
  readonly maker: PackMaker
  readonly kept: KeptPack
}

async function packOf({ count, maker, kept }: Workshop): Promise<MadePack> {
  const known = await kept.read()
  if (known !== undefined) return known
  report({ kind: 'making', done: 0, total: count })
  const made = await maker.make((done) => report({ kind: 'making', done, total: count }))
  await kept.write(made)
  return made
}

async function fileOf(workshop: Workshop, path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (path !== 'manifest.json') return workshop.maker.file(path)
  const { manifest, facets } = await packOf(workshop)
  report({ kind: 'made', facets })
  return manifest
}

/** One after the other: two files of a shard that is made anew cost it twice, never twice at once. */
async function serve({ count, words, port }: ServeOrder): Promise<void> {
  const workshop = { count, maker: new PackMaker(count, new WordVectors(words)), kept: await KeptPack.of(count, words) }
  let last: Promise<void> = Promise.resolve()
  const answer = async ({ id, path }: FileRequest): Promise<void> => {
    try {
      const bytes = await fileOf(workshop, path)
      port.postMessage({ id, bytes } satisfies FileAnswer, [bytes.buffer])
    } catch (error) {
      port.postMessage({ id, problem: error instanceof Error ? error.message : String(error) } satisfies FileAnswer)
    }
  }
  port.onmessage = ({ data }: MessageEvent<FileRequest>) => {
    last = last.then(() => answer(data))
  }
}

addEventListener('message', ({ data }: MessageEvent<ServeOrder>) => void serve(data))
