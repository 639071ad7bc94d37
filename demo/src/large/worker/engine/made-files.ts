import { type FileAnswer, type FileRequest, MADE_FOLDER } from '../../shared/messages.js'

type Waiting = { readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void; readonly reject: (error: Error) => void }

const waiting = new Map<number, Waiting>()
let lastId = 0
let usePort: (port: MessagePort) => void
const maker = new Promise<MessagePort>((resolve) => {
  usePort = resolve
})

addEventListener('message', (event: MessageEvent<unknown>) => {
  const [port] = event.ports
  if (event.data !== 'made-files' || port === undefined) return
  // Not a message of the recommender's own protocol.
  event.stopImmediatePropagation()
  port.onmessage = ({ data }: MessageEvent<FileAnswer>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('bytes' in data) asked?.resolve(data.bytes)
    else asked?.reject(new TypeError(data.problem))
  }
  usePort(port)
})

async function madeFile(path: string, signal: AbortSignal | null | undefined): Promise<Response> {
  const port = await maker
  lastId += 1
  const id = lastId
  const bytes = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    signal?.addEventListener('abort', () => reject(new DOMException('The file is not wanted any more.', 'AbortError')))
    port.postMessage({ id, path } satisfies FileRequest)
  })
  return new Response(bytes)
}

const fromNetwork = globalThis.fetch

/** Files of the generated catalogue come from the worker that makes them; everything else comes as ever. */
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input, location.origin)
  if (url.origin !== location.origin || !url.pathname.startsWith(MADE_FOLDER)) return fromNetwork(input, init)
  return madeFile(url.pathname.split('/').slice(3).join('/'), init?.signal)
}
