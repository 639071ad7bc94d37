import { ask } from './fetched.js'

/** Written into the built file: the version of the build and every file the page needs to start. */
declare const __PRECACHE__: { readonly version: string; readonly files: readonly string[] }

export const SHELF = `postcards-shell-${__PRECACHE__.version}`

/** Puts everything the page needs to start on the shelf, past the browser's own cache: all of it, or nothing. */
export async function shelve(): Promise<void> {
  const shelf = await caches.open(SHELF)
  const fetchFile = async (file: string) => {
    const response = await ask(new Request(file, { cache: 'reload' }), 'to keep for use offline')
    if (!response.ok) throw new TypeError(`${file} was answered with ${response.status}; the page cannot be kept.`)
    return { file, response }
  }
  const answers = await Promise.all(__PRECACHE__.files.map(fetchFile))
  await Promise.all(answers.map(({ file, response }) => shelf.put(file, response)))
}
