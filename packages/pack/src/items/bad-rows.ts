import { appendFile, rm } from 'node:fs/promises'
import { refused } from '../failure.js'

/** Something in the publisher's data that could not be used, and where. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly problem: string
}

export interface FaultOptions {
  /** The first fault ends the build. */
  readonly strict: boolean
  /** Gets every fault as a line of JSON. */
  readonly log: string | undefined
  readonly onFault: ((fault: Fault) => void) | undefined
}

/** Takes faults as they are found: tells each of them, keeps count, or ends the build. */
export class FaultList {
  readonly #options: FaultOptions
  count = 0

  constructor(options: FaultOptions) {
    this.#options = options
  }

  /** @throws LocavoreError `invalid-argument` where faults are fatal */
  async add(fault: Fault): Promise<void> {
    const { strict, log, onFault } = this.#options
    this.count += 1
    if (strict) {
      throw refused(`${fault.file}, line ${fault.line}: ${fault.problem}. Mend it, or leave out --strict to skip it.`)
    }
    onFault?.(fault)
    if (log === undefined) return
    if (this.count === 1) await rm(log, { force: true })
    await appendFile(log, `${JSON.stringify(fault)}\n`)
  }
}
