export { MANIFEST, MANIFEST_HASH } from './embedded-manifest.js'
export { nano } from './nano.js'
