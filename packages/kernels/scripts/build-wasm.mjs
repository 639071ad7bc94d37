// Compiles the AssemblyScript modules and writes their bytes into TypeScript sources, which are committed: a site then
// needs no extra file, no fetch and no compiler. Run `pnpm --filter @locavore/kernels build:wasm` after changing the
// assembly.
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const home = dirname(dirname(fileURLToPath(import.meta.url)))

/** What is compiled, into what, under which name. */
export const modules = [
  {
    entry: 'assembly/scan.ts',
    path: join(home, 'src', 'scan-module.ts'),
    constant: 'SCAN_MODULE',
    what: 'The WebAssembly SIMD kernel',
  },
  {
    entry: 'assembly/retrieval.ts',
    path: join(home, 'src', 'retrieval', 'memory', 'retrieval-module.ts'),
    constant: 'RETRIEVAL_MODULE',
    what: 'The WebAssembly SIMD kernels of retrieval',
  },
]

/**
 * The TypeScript source that holds a compiled module. A line `// @inline` stands for AssemblyScript's decorator, which no
 * parser of TypeScript accepts before a function.
 *
 * @param folder Of the package, where it is another one than this.
 */
export async function buildModule({ entry, constant, what, folder = home, features = ['simd'] }) {
  let bytes
  const { error, stderr } = await asc.main(
    [entry, '-O3', '--runtime', 'stub', '--enable', features.join(), '--noAssert', '--outFile', 'module.wasm'],
    {
      readFile: (name) =>
        readFile(join(folder, name), 'utf8').then(
          (source) => source.replaceAll(/^\/\/ @inline$/gm, '@inline'),
          () => null,
        ),
      writeFile: (name, contents) => {
        if (name === 'module.wasm') bytes = contents
      },
      listFiles: () => [],
    },
  )
  if (error || bytes === undefined) throw new Error(`${entry} does not compile: ${stderr.toString()}`)
  return moduleSource(Buffer.from(bytes), entry, constant, what)
}

function moduleSource(bytes, entry, constant, what) {
  return [
    `// Written by scripts/build-wasm.mjs from ${entry}. Do not edit.`,
    '',
    `/** ${what}, ${bytes.length} bytes in base64. */`,
    `export const ${constant} =`,
    `  '${bytes.toString('base64')}'`,
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const module of modules) await writeFile(module.path, await buildModule(module))
