// Writes `src/embedded-manifest.ts` from `model/manifest.json`: the space and every hash are known without a request.
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'

const bytes = await readFile(new URL('../model/manifest.json', import.meta.url))
const hash = createHash('sha256').update(bytes).digest('hex')
const manifest = JSON.stringify(JSON.parse(bytes.toString('utf8')), null, 2)
await writeFile(
  new URL('../src/embedded-manifest.ts', import.meta.url),
  `// Written by scripts/embed-manifest.mjs from model/manifest.json. Do not edit.
import type { ModelManifest } from '@locavore/encoders'

/** SHA-256 of the bytes of model/manifest.json. */
export const MANIFEST_HASH = '${hash}'

// biome-ignore format: generated
export const MANIFEST: ModelManifest = ${manifest}
`,
)
