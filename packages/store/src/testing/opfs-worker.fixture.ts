import { eraseVectors, openVectors } from '../vectors/open-vectors.js'
import { codeOf, freshName } from './raw-database.fixture.js'

const options = { name: freshName('opfs'), set: 'r1.text', dimensions: 2 }

async function run() {
  const file = await openVectors(options)
  await file.write(0, Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5))
  await file.write(1, Float32Array.of(1_000, 1_000.5))
  const read = [...(await file.read(Uint32Array.of(1, 3)))]
  const missing = await codeOf(file.read(Uint32Array.of(4)))
  const second = await codeOf(openVectors(options))
  await file.close()
  const closed = await codeOf(file.read(Uint32Array.of(0)))
  await eraseVectors(options.name)
  const empty = await openVectors(options)
  const afterErase = await codeOf(empty.read(Uint32Array.of(0)))
  await empty.close()
  await eraseVectors(options.name)
  return { backend: file.backend, read, missing, second, closed, afterErase }
}

postMessage(await run())
