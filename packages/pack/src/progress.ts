/** How far a build is. `done` of `total` where the end is known. */
export interface BuildProgress {
  readonly phase: 'read' | 'encode' | 'learn' | 'write'
  readonly done: number
  readonly total: number | undefined
  /** What is being done, in a few words. */
  readonly note?: string
}

export type OnProgress = (progress: BuildProgress) => void
