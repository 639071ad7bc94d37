// Makes `runtime/onnxruntime.js`: one ONNX Runtime for every flavour of its WebAssembly, as one plain ES module.
//
// Why not import `onnxruntime-web` directly: its modules name their .wasm by `new URL(..., import.meta.url)`, so bundlers
// copy 27 MB into a site that never asks for them; one module serves one flavour only, so CPU and WebGPU would need two;
// and the glue code of each flavour would be fetched at run time, outside every hash check and every offline cache.
// Here the glue is part of the bundle, and the .wasm bytes are handed in after verification.
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))
const { version } = JSON.parse(await readFile(join(folder, '../package.json'), 'utf8'))

const FLAVOURS = {
  plain: 'ort-wasm-simd-threaded',
  asyncify: 'ort-wasm-simd-threaded.asyncify',
  jspi: 'ort-wasm-simd-threaded.jspi',
}

const entry = `
export { InferenceSession, Tensor, env } from ${JSON.stringify(join(folder, 'ort.webgpu.mjs'))}
export { loadGlue } from 'locavore:glue'
`

// Lazy imports, because a glue module starts working as soon as it is evaluated in one of the runtime's own threads.
const glue = `
export function loadGlue(flavour) {
  switch (flavour) {
    ${Object.entries(FLAVOURS)
      .map(
        ([name, file]) => `case ${JSON.stringify(name)}: return import(${JSON.stringify(join(folder, `${file}.mjs`))})`,
      )
      .join('\n    ')}
  }
  return Promise.reject(new Error('no such runtime flavour: ' + flavour))
}
`

function replaceOnce(text, pattern, replacement) {
  const parts = text.split(pattern)
  if (parts.length !== 2)
    throw new Error(`onnxruntime-web ${version}: expected one ${pattern}, found ${parts.length - 1}`)
  return parts.join(replacement)
}

/** The one place where the runtime imports its glue by address now asks for it by flavour. */
const embedGlue = {
  name: 'embed-glue',
  setup(context) {
    context.onResolve({ filter: /^locavore:glue$/ }, () => ({ path: 'glue', namespace: 'locavore' }))
    context.onLoad({ filter: /^glue$/, namespace: 'locavore' }, () => ({ contents: glue, resolveDir: folder }))
    // Node's own modules, in branches that no browser enters.
    context.onResolve({ filter: /^(module|worker_threads|node:os)$/ }, () => ({
      path: 'nothing',
      namespace: 'locavore',
    }))
    context.onLoad({ filter: /^nothing$/, namespace: 'locavore' }, () => ({ contents: 'export {}' }))
    context.onLoad({ filter: /ort\.webgpu\.mjs$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const pattern = /await import\(\s*\/\* webpackIgnore: true \*\/\s*\/\* @vite-ignore \*\/\s*url\s*\)/
      return {
        contents: `import { loadGlue } from 'locavore:glue'\n${replaceOnce(text, pattern, 'await loadGlue(url)')}`,
      }
    })
  },
}

await build({
  stdin: { contents: entry, resolveDir: here, loader: 'js' },
  outfile: join(here, '../runtime/onnxruntime.js'),
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  banner: { js: `/*! onnxruntime-web ${version} | MIT License | Copyright (c) Microsoft Corporation */` },
  // The worker's own address stands in for the module's, so that no bundler takes a file name for an asset.
  define: {
    'globalThis.process': 'undefined',
    process: 'undefined',
    'import.meta.url': 'self.location.href',
  },
  plugins: [embedGlue],
  logLevel: 'warning',
})

// Types by way of the package's own, so that source and bundle cannot drift apart.
await writeFile(
  join(here, '../runtime/onnxruntime.d.ts'),
  `export { env, InferenceSession, Tensor } from 'onnxruntime-web/webgpu'
export declare function loadGlue(flavour: ${Object.keys(FLAVOURS)
    .map((name) => `'${name}'`)
    .join(' | ')}): Promise<unknown>
`,
)

const rows = []
for (const [flavour, file] of Object.entries(FLAVOURS)) {
  const bytes = await readFile(join(folder, `${file}.wasm`))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  rows.push(`  ${flavour}: {\n    path: '${file}.wasm',\n    bytes: ${bytes.length},\n    sha256: '${sha256}',\n  },`)
}
const pinned = join(here, '../src/shared/runtime-files.ts')
const table = `// Written by scripts/bundle-runtime.mjs --pin from the installed package. Do not edit.
import type { ModelFile } from './model-manifest.js'

export const RUNTIME_NAME = 'onnxruntime-web'
export const RUNTIME_VERSION = '${version}'

/** The WebAssembly of each flavour. One of them is fetched in the life of a worker. */
export const RUNTIME_FILES = {
${rows.join('\n')}
} as const satisfies Readonly<Record<string, ModelFile>>
`
if (process.argv.includes('--pin')) await writeFile(pinned, table)
else if ((await readFile(pinned, 'utf8')) !== table) {
  throw new Error(
    `The files of onnxruntime-web ${version} are not those that src/shared/runtime-files.ts pins. Run with --pin if that is meant.`,
  )
}
