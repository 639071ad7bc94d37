export { createKernels, type KernelOptions } from './create-kernels.js'
export { typescriptKernels } from './typescript-kernels.js'
