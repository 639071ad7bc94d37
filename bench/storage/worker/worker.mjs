import { addThousand, restoreChunks, saveChunks } from './chunks.mjs'
import { addToPack, restorePack, savePack } from './pack.mjs'
import { addRecords, restoreRecords, saveRecords } from './records.mjs'
import { readVectors, saveVectors } from './vectors.mjs'

const STEPS = {
  'records save': saveRecords,
  'records restore': restoreRecords,
  'records add': addRecords,
  'chunks save': saveChunks,
  'chunks restore': restoreChunks,
  'chunks add': addThousand,
  'pack save': savePack,
  'pack restore': restorePack,
  'pack add': addToPack,
}

let answered = () => {}

/** Asks the page, which asks the bench, about the memory of this process. */
function ask(what) {
  return new Promise((resolve) => {
    answered = resolve
    postMessage({ ask: what })
  })
}

/** Memory is counted from before the data is there: `memory` is the highest amount beside it, as a part of the data. */
async function run(task) {
  const { method, step, items, dimensions } = task
  if (step === 'vectors-save') return saveVectors(task)
  if (step === 'vectors-read') return readVectors(task)
  const work = STEPS[`${method} ${step}`]
  const before = await ask('memoryNow')
  await ask('startPeak')
  const { ms, written, itemsMs } = await work(task)
  const peak = await ask('peakMemory')
  const bytes = items * (dimensions + 4)
  const memory = peak === 0 || step === 'add' ? {} : { memory: (peak - before) / bytes }
  return { ms, itemsMs, ...memory, ...(written === undefined ? {} : { written }) }
}

self.onmessage = ({ data }) => {
  if (data.task === undefined) answered(data.answer)
  else
    run(data.task).then(
      (result) => postMessage({ result }),
      (error) => postMessage({ error: `${error.code ?? error.name}: ${error.message}` }),
    )
}
