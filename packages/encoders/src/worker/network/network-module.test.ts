import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { buildModule } from '../../../../kernels/scripts/build-wasm.mjs'
import { networkModule } from '../../../scripts/build-wasm.mjs'

test('the committed module is what the assembly compiles to', async () => {
  expect(await readFile(networkModule.path, 'utf8')).toBe(await buildModule(networkModule))
}, 60_000)
