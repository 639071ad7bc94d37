export type { ArgumentOf, CallContext, ResultOf, Service, ServiceMethod } from '../shared/service.js'
export { serve } from './serve.js'
export { transferred } from './transferred.js'
