// AssemblyScript, compiled by scripts/build-wasm.mjs. No allocation: the host lays the memory out (src/retrieval/memory/frame.ts).
export { estimate, rescore, widen } from './retrieval/bits'
export { encode } from './retrieval/encode'
export { multiply } from './retrieval/multiply'
export { scan, sweep } from './retrieval/sweep'
