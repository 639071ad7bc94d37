/** What a service method gets beside its argument. */
export interface CallContext {
  /** True once the caller gave up; a long method looks at it between steps and throws `aborted`. */
  readonly cancelled: () => boolean
  /** Calls the listener when the caller gives up, at once if it already has: for methods that wait. */
  readonly onCancel: (listener: () => void) => void
  /** Sends a report to the caller's `onProgress`, in order and before the result. The report is cloned. */
  readonly progress: (report: unknown) => void
}

/** A method of a service in a worker: one plain argument, one plain result. */
// biome-ignore lint/suspicious/noExplicitAny: the widest method type there is; every use narrows it through `Service`.
export type ServiceMethod = (argument: any, context: CallContext) => Promise<any>

/** What a worker offers: a record of methods. Write it as a type alias, so that it is assignable to this. */
export type Service = Readonly<Record<string, ServiceMethod>>

export type ArgumentOf<S extends Service, K extends keyof S> = Parameters<S[K]>[0]
export type ResultOf<S extends Service, K extends keyof S> = Awaited<ReturnType<S[K]>>
