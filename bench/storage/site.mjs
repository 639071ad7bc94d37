import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { serveSite } from '../support/site.mjs'

const packages = fileURLToPath(new URL('../../packages/', import.meta.url))

/** The worker that does all the work, as one script. */
export async function buildWorker() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('worker/worker.mjs', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    alias: {
      '@locavore/catalogue': `${packages}catalogue/dist/index.js`,
      '@locavore/store': `${packages}store/dist/index.js`,
      '@locavore/store/vectors': `${packages}store/dist/vectors/index.js`,
      '@locavore/kernels/retrieval': `${packages}kernels/dist/retrieval/index.js`,
      '@locavore/engine/catalogue-keeper': `${packages}locavore/dist/worker/state/catalogue-keeper.js`,
      '@locavore/engine/held-pack': `${packages}locavore/dist/worker/pack/held-pack.js`,
      '@locavore/engine/keep-index': `${packages}locavore/dist/worker/pack/assembly/keep-index.js`,
      '@locavore/engine/pack-assembly': `${packages}locavore/dist/worker/pack/assembly/pack-assembly.js`,
      '@locavore/engine/pack-files': `${packages}locavore/dist/worker/pack/pack-files.js`,
      '@locavore/core': `${packages}core/dist/index.js`,
    },
  })
  return outputFiles[0].contents
}

export function servePage(worker) {
  return serveSite(fileURLToPath(new URL('.', import.meta.url)), (url) => {
    if (url === '/') return { bytes: '<!doctype html><title>Storage</title>', type: 'text/html' }
    return url === '/worker.js' ? { bytes: Buffer.from(worker), type: 'text/javascript' } : undefined
  })
}
