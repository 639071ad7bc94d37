import * as pack from './pack.mjs'
import * as records from './records.mjs'
import { readVectors, saveVectors } from './vectors.mjs'

/** Each prepares, and gives the work that is measured. */
const STEPS = {
  'records save': records.prepareSave,
  'records restore': records.prepareRestore,
  'records add': records.prepareAdd,
  'pack save': pack.prepareSave,
  'pack restore': pack.prepareRestore,
  'pack vectors': pack.prepareVectors,
  'pack add': pack.prepareAdd,
  'pack million': pack.prepareFirstList,
}

let answered = () => {}

/** Asks the page, which asks the bench, about the memory of this process. */
function ask(what) {
  return new Promise((resolve) => {
    answered = resolve
    postMessage({ ask: what })
  })
}

/**
 * `memory` is the highest amount while the work goes on, the data itself in it, as a part of the data: who saves has it before
 * the work begins, who restores has it when the work is done. What preparing left over is collected before.
 */
async function run(task) {
  const { method, step, items, dimensions } = task
  if (step === 'vectors-save') return saveVectors(task)
  if (step === 'vectors-read') return readVectors(task)
  const work = await STEPS[`${method} ${step}`](task)
  globalThis.gc()
  const before = await ask('memoryNow')
  await ask('startPeak')
  const result = await work()
  const peak = await ask('peakMemory')
  const bytes = items * (dimensions + 4)
  const held = step === 'save' ? bytes : 0
  return { ...result, ...(peak === 0 || step === 'add' ? {} : { memory: (held + peak - before) / bytes }) }
}

self.onmessage = ({ data }) => {
  if (data.task === undefined) answered(data.answer)
  else
    run(data.task).then(
      (result) => postMessage({ result }),
      (error) => postMessage({ error: `${error.code ?? error.name}: ${error.message}` }),
    )
}
