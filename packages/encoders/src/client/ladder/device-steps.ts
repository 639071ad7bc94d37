import { LocavoreError } from '@locavore/core'
import { LADDER, type LadderDevice, type LoadedReport } from '../../shared/encoder-protocol.js'
import type { LadderStep } from '../encoder.js'
import { WORKER_FAILURES } from './failure-kinds.js'

/** What came of each device so far, with its reason. */
export class DeviceSteps {
  readonly #allowed: readonly LadderDevice[]
  #steps: readonly LadderStep[]
  #isRetry = false

  constructor(allowed: readonly LadderDevice[] = LADDER) {
    this.#allowed = LADDER.filter((device) => allowed.includes(device))
    this.#steps = this.#fresh()
  }

  list(): readonly LadderStep[] {
    return [...this.#steps]
  }

  /** The device in use, or else the next to be tried. */
  current(): LadderDevice | undefined {
    return this.#steps.find(({ outcome }) => outcome !== 'refused')?.device
  }

  /** After a failure of all devices every call may try again: memory may be free by now. */
  startAgain(): void {
    this.#steps = this.#fresh()
    this.#isRetry = true
  }

  /** Whether what an earlier visit held against a device is set aside: where nothing else is left to try. */
  isLastHope(device: LadderDevice): boolean {
    return this.#isRetry || this.#allowed.at(-1) === device
  }

  choose(device: LadderDevice, { goldenCosine, fromCache }: LoadedReport): void {
    const how = fromCache ? ' (from cache, one input checked again)' : ''
    this.#mark({ device, outcome: 'chosen', reason: `golden check passed: cosine ${goldenCosine.toFixed(4)}${how}` })
  }

  refuse(device: LadderDevice, error: LocavoreError): void {
    const { reason } = error.details
    const words =
      error.code === 'self-check-failed' ? `golden check: ${String(reason ?? error.message)}` : error.message
    this.#mark({ device, outcome: 'refused', reason: words })
  }

  /** Whether the failure costs the device its place. */
  isRefusal(error: LocavoreError, device: LadderDevice, failures: ReadonlySet<string>): boolean {
    const below = this.#steps.some((step) => step.outcome === 'not-tried' && step.device !== device)
    return failures.has(error.code) && (below || !WORKER_FAILURES.has(error.code))
  }

  exhausted(): LocavoreError {
    const ladder = this.#steps.map(({ device, reason }) => `${device}: ${reason}`).join('; ')
    const wrong = this.#steps.some(({ reason }) => reason.startsWith('golden check'))
    const code = wrong ? 'self-check-failed' : 'no-device'
    return new LocavoreError(code, `No device of this machine can run the model. ${ladder}.`, { ladder })
  }

  #mark(step: LadderStep): void {
    this.#steps = this.#steps.map((old) => (old.device === step.device ? step : old))
  }

  #fresh(): LadderStep[] {
    return LADDER.map((device) =>
      this.#allowed.includes(device)
        ? { device, outcome: 'not-tried', reason: '' }
        : { device, outcome: 'refused', reason: 'not among the devices the site allows' },
    )
  }
}
