// AssemblyScript, compiled by scripts/build-wasm.mjs. No allocation: the host lays the memory out (src/retrieval/memory/frame.ts).
export { encode, rotate } from './retrieval/encode'
export { multiply } from './retrieval/multiply'
export { settle, settleFloor } from './retrieval/settle'
export { sift, tally } from './retrieval/sift'
export { scan, sweep } from './retrieval/sweep'
