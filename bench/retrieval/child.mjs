// One method on one set in a process of its own, so that its memory is its own.
import { measureLocavore } from './measure-locavore.mjs'
import { measureLoop } from './measure-loop.mjs'
import { measurePeer } from './measure-peer.mjs'

const measures = { loop: measureLoop, locavore: measureLocavore, peer: measurePeer }

process.once('message', async (task) => {
  try {
    process.send({ rows: await measures[task.measure](task) })
  } catch (error) {
    process.send({ error: String(error?.message ?? error) })
  }
  process.disconnect()
})
