import { setFlagsFromString } from 'node:v8'
import { compileNetworks } from '@locavore/encoders/networks'

/** The first whose V8 (11.4) has relaxed SIMD without being asked for it. */
const SINCE_NODE = 21

let canRun: Promise<boolean> | undefined

/** Whether towers in whole numbers are computed here by the kernel that serves browsers, which then answers the very same. */
export function hasKernel(): Promise<boolean> {
  canRun ??= Number.parseInt(process.versions.node, 10) < SINCE_NODE ? compileByFlags() : compileNetworks()
  return canRun
}

/** Whole and at once by V8's second compiler: the first one (Liftoff) computes products of bytes wrongly there. */
const FLAGS = ['--experimental-wasm-relaxed-simd', '--no-liftoff', '--no-wasm-lazy-compilation']
const USUAL_FLAGS = ['--liftoff', '--wasm-lazy-compilation']

/** Node 20 has relaxed SIMD behind a flag that may be set while it runs. */
async function compileByFlags(): Promise<boolean> {
  for (const flag of FLAGS) setFlagsFromString(flag)
  try {
    return await compileNetworks()
  } finally {
    for (const flag of USUAL_FLAGS) setFlagsFromString(flag)
  }
}
