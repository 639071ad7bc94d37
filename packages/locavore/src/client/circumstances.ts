import { checkContext, checkMode, LocavoreError, timeContext } from '@locavore/core'
import type { RecommenderOptions } from './recommender.js'

/** Screens narrower than this that are touched are phones, in CSS pixels. */
const NARROWEST_TABLET = 600

/** Whose profile is used on this page, and where and when the person is. */
export class Circumstances {
  readonly #context: RecommenderOptions['context']
  #mode: string | undefined

  /** @throws `invalid-argument` */
  constructor({ mode, context = true }: Pick<RecommenderOptions, 'mode' | 'context'>) {
    if (typeof context !== 'boolean' && typeof context !== 'function') {
      throw new LocavoreError(
        'invalid-argument',
        'createRecommender: context must be true, false or a function that gives labels like "place:home".',
        { option: 'context' },
      )
    }
    this.#context = context
    this.setMode(mode)
  }

  get mode(): string | undefined {
    return this.#mode
  }

  /** @throws `invalid-argument` */
  setMode(mode: string | undefined): void {
    this.#mode = mode === undefined ? undefined : checkMode(mode)
  }

  /** The mode a call means: the one it names, null for the usual one, and without a word the one that is set. */
  modeOf({ mode }: { readonly mode?: string | null | undefined }): { readonly mode?: string } {
    const meant = mode === undefined ? this.#mode : mode
    return meant === undefined || meant === null ? {} : { mode: checkMode(meant) }
  }

  /**
   * The circumstances now: the hour, the weekday and the device, then what the host knows, then what a call gives. Of two
   * labels of one name the later counts. @throws `invalid-argument`
   */
  now(given: readonly string[] = []): { readonly context?: readonly string[] } {
    const own = this.#context === false ? [] : [...timeContext(Date.now(), -new Date().getTimezoneOffset()), device()]
    const host = typeof this.#context === 'function' ? checkContext(this.#context()) : []
    const byName = new Map<string, string>()
    for (const label of [...own, ...host, ...checkContext(given)]) byName.set(label.slice(0, label.indexOf(':')), label)
    return byName.size === 0 ? {} : { context: checkContext([...byName.values()]) }
  }
}

function device(): string {
  if (!matchMedia('(pointer: coarse)').matches) return 'device:desktop'
  return Math.min(screen.width, screen.height) < NARROWEST_TABLET ? 'device:phone' : 'device:tablet'
}
