import { LocavoreError, toLocavoreError } from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'
import type { EncodeOutcome } from '../shared/encoder-protocol.js'
import { DrawingFound } from './decode-picture.js'
import type { TowerAnswer } from './image-tower.js'
import { unitVectorOf } from './unit-vector-of.js'

export interface EncodePlan<Input, Row> {
  /** One input for itself, so that a bad one fails alone. All of them are prepared side by side. */
  readonly prepare: (input: Input) => Promise<Row>
  readonly run: (rows: readonly Row[]) => Promise<TowerAnswer>
  /** Rows per run. Few keep the worker free to prepare others between two runs. */
  readonly rowsPerRun: number
  readonly dimensions: number
}

/** Runs whatever is ready while the rest is still being fetched and decoded. Outcomes are in the order of the inputs. */
export async function encodeEach<Input, Row>(
  inputs: readonly Input[],
  { prepare, run, rowsPerRun, dimensions }: EncodePlan<Input, Row>,
  context: CallContext,
): Promise<readonly EncodeOutcome[]> {
  const outcomes = new Map<number, EncodeOutcome>()
  const ready: { readonly index: number; readonly row: Row }[] = []
  let pending = inputs.length
  let wake = () => {}
  const prepareAt = async (input: Input, index: number) => {
    try {
      ready.push({ index, row: await prepare(input) })
    } catch (thrown) {
      outcomes.set(index, outcomeOf(thrown))
    }
    pending -= 1
    wake()
  }
  inputs.forEach(prepareAt)
  while (pending > 0 || ready.length > 0) {
    if (pending > 0 && ready.length < rowsPerRun) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      checkCancelled(context)
      continue
    }
    const group = ready.splice(0, rowsPerRun)
    const answer = await run(group.map(({ row }) => row))
    const each = (answer.parts?.length ?? 0) / group.length
    for (const [at, { index }] of group.entries()) outcomes.set(index, vectorAt(answer, at, each, dimensions))
    if (pending > 0 || ready.length > 0) await otherWork()
    checkCancelled(context)
  }
  return inputs.map((_, index) => outcomes.get(index) ?? lost())
}

/** A run keeps the worker to itself; what arrived meanwhile has its turn here. */
function otherWork(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

export function checkCancelled(context: CallContext): void {
  if (context.cancelled()) throw new LocavoreError('aborted', 'The call was cancelled.')
}

function outcomeOf(thrown: unknown): EncodeOutcome {
  if (thrown instanceof DrawingFound) return { kind: 'drawing', file: thrown.file }
  return { kind: 'error', error: toLocavoreError(thrown).toRecord() }
}

function lost(): never {
  throw new LocavoreError('internal', 'An input was lost.')
}

function vectorAt({ vectors, parts }: TowerAnswer, row: number, each: number, dimensions: number): EncodeOutcome {
  const vector = unitVectorOf(vectors, row, dimensions)
  return parts === undefined
    ? { kind: 'vector', vector }
    : { kind: 'vector', vector, parts: parts.slice(row * each, (row + 1) * each) }
}
