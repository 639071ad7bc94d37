/** Written into the built file: the version of the build and every file the page needs to start. */
declare const __PRECACHE__: { readonly version: string; readonly files: readonly string[] }

export const SHELF = `postcards-shell-${__PRECACHE__.version}`

/** Puts everything the page needs to start on the shelf, past the browser's own cache. */
export async function shelve(): Promise<void> {
  const shelf = await caches.open(SHELF)
  await shelf.addAll(__PRECACHE__.files.map((file) => new Request(file, { cache: 'reload' })))
}
