// Compiles the network's kernel and writes its bytes into a TypeScript source, which is committed. Run
// `pnpm --filter @locavore/encoders build:wasm` after changing the assembly.
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildModule } from '../../kernels/scripts/build-wasm.mjs'

const folder = dirname(dirname(fileURLToPath(import.meta.url)))

export const networkModule = {
  folder,
  features: ['simd', 'relaxed-simd'],
  entry: 'assembly/network.ts',
  path: join(folder, 'src/worker/network/network-module.ts'),
  constant: 'NETWORK_MODULE',
  what: 'The kernel of convolutions, in relaxed SIMD',
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(networkModule.path, await buildModule(networkModule))
}
