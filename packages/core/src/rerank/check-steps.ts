import { LocavoreError } from '../errors.js'
import { compileFilter } from '../filter/compile-filter.js'
import { MODALITIES } from '../types.js'
import type { RerankStep, RerankStepKind } from './step.js'

/** `[least, most]` of every number a step may carry. */
const NUMBERS: Readonly<Record<string, readonly [number, number]>> = {
  place: [0, 499],
  by: [-1e6, 1e6],
  weight: [0, 1e6],
  halfLife: [1, Number.MAX_VALUE],
  perImpression: [0, 1e6],
  hideAfter: [1, 1e9],
  every: [2, 100],
  pool: [1, 2_000],
  scale: [0, 10],
  band: [0, 1e6],
  seed: [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  least: [-1e6, 1e6],
  from: [-1, 1],
  diversity: [0, 1],
  places: [1, 500],
  force: [0, 20],
  strength: [0, 1],
  most: [0, 500],
}

const WHOLE: ReadonlySet<string> = new Set(['place', 'places', 'most', 'hideAfter', 'seed', 'every', 'pool'])

interface Shape {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** Pins come first and bounds last: whatever came after a bound would break it. */
  readonly phase: 0 | 1 | 2
}

const SHAPES: Readonly<Record<RerankStepKind, Shape>> = {
  pin: { required: ['itemId', 'place'], optional: [], phase: 0 },
  boost: { required: ['filter', 'by'], optional: [], phase: 1 },
  freshness: { required: [], optional: ['weight', 'halfLife'], phase: 1 },
  fatigue: { required: [], optional: ['perImpression', 'hideAfter'], phase: 1 },
  rotation: { required: ['seed'], optional: ['band'], phase: 1 },
  'relevance-floor': { required: ['least'], optional: [], phase: 1 },
  'near-duplicates': { required: [], optional: ['from'], phase: 1 },
  mmr: { required: [], optional: ['diversity', 'places'], phase: 1 },
  dpp: { required: [], optional: ['force', 'places'], phase: 1 },
  explore: { required: ['seed'], optional: ['every', 'places', 'pool', 'scale'], phase: 1 },
  calibration: { required: ['attribute'], optional: ['strength', 'places'], phase: 1 },
  cap: { required: ['attribute', 'most'], optional: ['places'], phase: 2 },
  'modality-mix': { required: ['shares'], optional: ['places'], phase: 2 },
  exposure: { required: ['attribute', 'bounds'], optional: ['others', 'places'], phase: 2 },
}

/**
 * Checks steps at the door.
 * @throws `unknown-option` for a step or field nobody knows; `invalid-argument` for a value out of range, for pins after
 * other steps, for a bound before a step that would break it, and for two pins on one place or of one item.
 */
export function checkSteps(steps: readonly RerankStep[]): readonly RerankStep[] {
  let phase = 0
  const pins = new Set<string | number>()
  steps.forEach((step, number) => {
    const where = `Step ${number + 1} of the re-ranking`
    if (typeof step !== 'object' || step === null) throw invalid(`${where} must be an object with a kind`)
    const shape = Object.hasOwn(SHAPES, step.kind) ? SHAPES[step.kind] : undefined
    if (shape === undefined) {
      const known = Object.keys(SHAPES).join(', ')
      throw new LocavoreError('unknown-option', `${where} is ${JSON.stringify(step.kind)}; known are ${known}.`)
    }
    checkFields(`${where} (${step.kind})`, step, shape)
    if (shape.phase < phase) {
      throw invalid(`${where} (${step.kind}) stands too late: pins come first, and cap, modality-mix and exposure last`)
    }
    phase = shape.phase
    if (step.kind !== 'pin') return
    if (pins.has(step.place) || pins.has(step.itemId)) throw invalid(`${where} pins a place or an item a second time`)
    pins.add(step.place).add(step.itemId)
  })
  return steps
}

function checkFields(where: string, step: RerankStep, { required, optional }: Shape): void {
  const fields = Object.entries(step).filter(([name, value]) => name !== 'kind' && value !== undefined)
  for (const name of required) {
    if (!fields.some(([given]) => given === name)) throw invalid(`${where} lacks ${name}`)
  }
  for (const [name, value] of fields) {
    if (!required.includes(name) && !optional.includes(name)) {
      throw new LocavoreError('unknown-option', `${where} has no option ${JSON.stringify(name)}.`)
    }
    checkField(where, name, value)
  }
}

function checkField(where: string, name: string, value: unknown): void {
  const range = Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined
  if (range !== undefined) {
    const [least, most] = range
    const fits = typeof value === 'number' && value >= least && value <= most
    if (!fits || (WHOLE.has(name) && !Number.isInteger(value))) {
      const kind = WHOLE.has(name) ? 'a whole number' : 'a number'
      throw invalid(`${where} has ${name} ${String(value)}; it must be ${kind} from ${least} to ${most}`)
    }
  } else if (name === 'attribute' || name === 'itemId') {
    if (typeof value !== 'string' || value === '') throw invalid(`${where} has an ${name} that is no text`)
  } else if (name === 'filter') compileFilter(value as Parameters<typeof compileFilter>[0])
  else if (name === 'others') checkShares(where, { others: value })
  else {
    checkShares(where, value)
    if (name === 'shares') checkMedia(where, value as object)
  }
}

function checkMedia(where: string, shares: object): void {
  const known: readonly string[] = MODALITIES
  const unknown = Object.keys(shares).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw invalid(`${where} bounds ${JSON.stringify(unknown)}, which is no medium; there are ${known.join(', ')}`)
}

function checkShares(where: string, bounds: unknown): void {
  if (typeof bounds !== 'object' || bounds === null) throw invalid(`${where} needs an object of bounds`)
  for (const [name, bound] of Object.entries(bounds)) {
    const { least = 0, most = 1 } = (bound ?? {}) as { least?: unknown; most?: unknown }
    const fits = typeof least === 'number' && typeof most === 'number' && least >= 0 && most <= 1 && least <= most
    if (!fits) throw invalid(`${where} bounds ${JSON.stringify(name)} by ${least} to ${most}; use shares from 0 to 1`)
  }
}

function invalid(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', `${message}.`)
}
