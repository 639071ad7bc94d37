import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packFiles, parseManifest } from '@locavore/catalogue'

const PLACEHOLDER = '__PRECACHE__'
const SHELL = ['theme.js', 'icon.svg', 'app.webmanifest']

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** Files of the catalogue that a first feed needs; the pictures follow when there is time. */
function catalogueFiles(publicDir) {
  const manifest = parseManifest(readFileSync(join(publicDir, 'catalogue/manifest.json')))
  const files = packFiles(manifest).map(({ file }) => file.path)
  return ['manifest.json', 'facets.json', ...files].map((name) => `catalogue/${name}`)
}

/** Writes the list of files to keep offline, and their common hash, into the built service worker. */
export function precache() {
  let publicDir = ''
  return {
    name: 'postcards:precache',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['service-worker.js']
        if (worker?.type !== 'chunk') this.error('There is no service worker to write the list into.')
        // The encoder keeps runtime and models itself; what makes large collections is kept once somebody asks for one.
        const built = Object.keys(bundle).filter((name) => /^assets\/(?!large-|open-large).*\.(js|css)$/.test(name))
        const copied = [...SHELL, ...catalogueFiles(publicDir)]
        const page = bundle['index.html']?.source ?? ''
        const hashes = copied.map((name) => hashOf(readFileSync(join(publicDir, name))))
        const version = hashOf([String(page), ...built.sort(), ...hashes].join('\n')).slice(0, 12)
        const files = ['/', ...[...built, ...copied].map((name) => `/${name}`)]
        worker.code = worker.code.replaceAll(PLACEHOLDER, JSON.stringify({ version, files }))
      },
    },
  }
}
