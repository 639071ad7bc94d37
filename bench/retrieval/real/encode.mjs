// Encodes what the real sets are made of, and keeps it. Takes a quarter of an hour the first time; can be interrupted.
// Usage: node bench/retrieval/real/encode.mjs [PART...]
import { embeddingsOf } from './embeddings.mjs'
import { PARTS } from './recipes.mjs'

const asked = process.argv.slice(2)
for (const part of asked.length > 0 ? asked : Object.keys(PARTS)) {
  const found = await embeddingsOf(part, (done, all) => console.error(`${part}: ${done} of ${all}`))
  if (found === undefined) console.error(`${part}: skipped, its files are not here`)
}
