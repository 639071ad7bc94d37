import type { Interaction } from '../../types.js'
import { emptyProfile, type Profile } from '../profile.js'
import { LearntTaste, type LearntTasteOptions } from './learnt-taste.js'
import { ProfileDraft } from './profile-draft.js'

/**
 * A person as they are known on this device, folded event by event at a cost that does not grow with the log: the profile,
 * and its sums over published artefacts. Both depend on the log alone: the same log gives the same state to the bit.
 * To forget, replay the log without what is forgotten.
 */
export class PersonFold {
  readonly #draft: ProfileDraft
  readonly taste: LearntTaste

  constructor(options: LearntTasteOptions) {
    this.#draft = new ProfileDraft(emptyProfile())
    this.taste = new LearntTaste(options)
  }

  /** The state after a whole log, oldest first. @throws `invalid-argument` out of order */
  static replay(log: readonly Interaction[], options: LearntTasteOptions): PersonFold {
    const person = new PersonFold(options)
    for (const interaction of log) person.fold(interaction)
    return person
  }

  /** @throws `invalid-argument` out of order; then nothing has changed. */
  fold(interaction: Interaction): void {
    this.taste.apply(this.#draft.fold(interaction))
  }

  /** Reading of the profile's clock, for `taste.at`. */
  get clock(): number {
    return this.#draft.clock
  }

  /** A copy of the profile. */
  profile(): Profile {
    return this.#draft.profile()
  }
}
