// Compiles assembly/scan.ts and writes its bytes into src/scan-module.ts, which is committed: a site then needs no
// extra file, no fetch and no compiler. Run `pnpm --filter @locavore/kernels build:wasm` after changing the assembly.
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
export const modulePath = join(home, 'src', 'scan-module.ts')

/** The TypeScript source that holds the compiled kernel. */
export async function buildScanModule() {
  const source = await readFile(join(home, 'assembly', 'scan.ts'), 'utf8')
  let bytes
  const { error, stderr } = await asc.main(
    ['scan.ts', '-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--outFile', 'scan.wasm'],
    {
      readFile: (name) => (name === 'scan.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name === 'scan.wasm') bytes = contents
      },
      listFiles: () => [],
    },
  )
  if (error || bytes === undefined) throw new Error(`The kernel does not compile: ${stderr.toString()}`)
  return moduleSource(Buffer.from(bytes))
}

function moduleSource(bytes) {
  return [
    '// Written by scripts/build-wasm.mjs from assembly/scan.ts. Do not edit.',
    '',
    `/** The WebAssembly SIMD kernel, ${bytes.length} bytes in base64. */`,
    'export const SCAN_MODULE =',
    `  '${bytes.toString('base64')}'`,
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(modulePath, await buildScanModule())
