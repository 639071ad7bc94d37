import type { Surroundings } from '@locavore/models/command-line'
import { servePack } from '../../inspect/serve-pack.js'
import { readWhole, type Values } from '../options/read-options.js'

/** Serves until it is stopped. */
export async function runServe(
  [folder = '']: readonly string[],
  { port }: Values,
  around: Surroundings,
): Promise<number> {
  const server = await servePack(folder, readWhole('--port', port))
  around.print(`${server.url}manifest.json (Ctrl-C ends it)`)
  await new Promise<void>((stopped) => {
    if (around.signal.aborted) stopped()
    around.signal.addEventListener('abort', () => stopped(), { once: true })
  })
  await server.close()
  return 0
}
