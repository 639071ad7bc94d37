export type { ArgumentOf, CallContext, ResultOf, Service, ServiceMethod } from '../shared/service.js'
export type { CallOptions, RestartLimit, SupervisedWorkerOptions, WorkerState } from './options.js'
export { type SupervisedWorker, superviseWorker } from './supervised-worker.js'
