// AssemblyScript, compiled by scripts/build-wasm.mjs. No allocation: the host lays the memory out
// (src/worker/network/network-memory.ts) and passes addresses.
export { attend } from './network/attend'
export { convolve, convolveWide } from './network/convolve'
export { embed } from './network/embed'
export { gelu } from './network/gelu'
export { widen } from './network/pixels'
export { affine, pool } from './network/pool'
export { average, normalise, round } from './network/rows'
