import type { CallContext } from '@locavore/threads/worker'
import type { Session } from './session.js'

/** What a method does with an open session. */
export type Work<Argument, Result> = (session: Session, argument: Argument, context: CallContext) => Promise<Result>

/** Makes a service method of it that waits for its turn. */
export type InTurn = <Argument, Result>(
  work: Work<Argument, Result>,
) => (argument: Argument, context: CallContext) => Promise<Result>
