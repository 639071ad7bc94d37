import { parentPort } from 'node:worker_threads'
import { makeClip, makeSound } from './make.mjs'

parentPort.on('message', async ({ kind, seed }) => {
  const made = await (kind === 'clip' ? makeClip(seed) : makeSound(seed))
  parentPort.postMessage(made)
})
