// Importing any package on a server must touch no browser global: each one is a trap here.
import { entriesOf, publicPackages } from './public-packages.mjs'

const BROWSER_GLOBALS = [
  'window',
  'document',
  'self',
  'indexedDB',
  'BroadcastChannel',
  'navigator',
  'caches',
  'Worker',
  'location',
  'localStorage',
  'sessionStorage',
  'OffscreenCanvas',
  'createImageBitmap',
  'trustedTypes',
  'XMLHttpRequest',
  'Image',
  'HTMLElement',
]
const touched = []
for (const name of BROWSER_GLOBALS)
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      touched.push(`${name}\n${new Error().stack.split('\n').slice(2, 4).join('\n')}`)
      return undefined
    },
  })
const realFetch = globalThis.fetch
globalThis.fetch = (...args) => {
  touched.push(`fetch(${args[0]})`)
  return realFetch(...args)
}

let failed = 0
for (const pkg of publicPackages())
  for (const { subpath, file } of entriesOf(pkg)) {
    // A worker's entry starts serving when it is imported: it belongs to a worker alone.
    if (subpath === './worker' && pkg.name !== '@locavore/threads') continue
    touched.length = 0
    await import(file)
    console.log(`${pkg.name} ${subpath}: ${touched.length === 0 ? 'clean' : `touched ${touched.join('; ')}`}`)
    failed += touched.length
  }
process.exit(failed === 0 ? 0 : 1)
