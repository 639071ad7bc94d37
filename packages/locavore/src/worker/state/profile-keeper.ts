import { emptyProfile, foldInteractions, type Profile, profileFromBytes, profileToBytes, replay } from '@locavore/core'
import type { LogRevision, Store } from '@locavore/store'

/** How long a changed profile may wait before it is saved. The log already has everything; this only spares a replay. */
const SAVE_AFTER_MS = 1_000

/**
 * The profile in memory, kept equal to the log on the device whichever tab writes it. The log is the truth; the profile
 * and its snapshot are copies that can be thrown away.
 */
export class ProfileKeeper {
  readonly #store: () => Promise<Store>
  readonly #onLoss: () => void
  /** Of the log when it was last looked at; another one means that something was taken away. */
  #epoch: number | undefined
  #profile: Profile = emptyProfile()
  #revision: LogRevision | undefined
  #saved: LogRevision | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param onLoss told when interactions were taken away since the last look, in whichever tab */
  constructor(store: () => Promise<Store>, onLoss: () => void) {
    this.#store = store
    this.#onLoss = onLoss
  }

  /** The profile of the log as it is now: folds what is new, or the whole log if something was taken away. */
  async current(): Promise<Profile> {
    const store = await this.#store()
    const revision = await store.revision()
    if (this.#epoch !== undefined && this.#epoch !== revision.epoch) this.#onLoss()
    this.#epoch = revision.epoch
    if (this.#revision === undefined) await this.#restore(store)
    if (sameRevision(this.#revision, revision)) return this.#profile
    const extends_ = this.#revision?.epoch === revision.epoch && this.#revision.last <= revision.last
    this.#profile = extends_
      ? foldInteractions(this.#profile, await store.readLog(this.#profile.lastSequence))
      : replay(await store.readLog())
    this.#revision = reached(revision, this.#profile)
    this.#saveSoon()
    return this.#profile
  }

  /** Saves the profile if it was changed since the last time. A snapshot that cannot be saved is only a slower start. */
  async save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#revision === undefined || sameRevision(this.#revision, this.#saved)) return
    const store = await this.#store()
    // Read only now: while the database was opened, the profile may have gone on.
    const revision = this.#revision
    if (revision === undefined) return
    await store.saveProfile({ revision, bytes: profileToBytes(this.#profile) })
    this.#saved = revision
  }

  /** Forgets what is in memory: the next call reads the device again. */
  reset(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#profile = emptyProfile()
    this.#revision = undefined
    this.#saved = undefined
  }

  async #restore(store: Store): Promise<void> {
    try {
      const snapshot = await store.loadProfile()
      if (snapshot === undefined) return
      this.#profile = profileFromBytes(snapshot.bytes)
      this.#revision = snapshot.revision
      this.#saved = snapshot.revision
    } catch {
      // A snapshot of another version or a damaged one: the log has it all.
      this.#profile = emptyProfile()
      this.#revision = undefined
    }
  }

  #saveSoon(): void {
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => void this.save().catch(() => undefined), SAVE_AFTER_MS)
  }
}

function sameRevision(left: LogRevision | undefined, right: LogRevision | undefined): boolean {
  return left !== undefined && right !== undefined && left.last === right.last && left.epoch === right.epoch
}

/** Another tab may have appended between the reading of the revision and of the log; then the profile is already further. */
function reached(revision: LogRevision, profile: Profile): LogRevision {
  return { ...revision, last: Math.max(revision.last, profile.lastSequence) }
}
