// The lint rule that keeps imports pointing one way, tested: each of these must be refused, or allowed.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../run.mjs'

const CASES = [
  ['packages/core/src/probe.ts', '@locavore/store', false],
  ['packages/core/src/probe.ts', '@locavore/kernels', false],
  ['packages/catalogue/src/probe.ts', '@locavore/core', true],
  ['packages/catalogue/src/probe.ts', '@locavore/store', false],
  ['packages/core/src/probe.ts', '@locavore/catalogue', false],
  ['packages/store/src/probe.ts', '@locavore/core', true],
  ['packages/store/src/probe.ts', '@locavore/encoders', false],
  ['packages/store/src/probe.ts', 'idb', true],
  ['packages/kernels/src/probe.ts', '@locavore/store', false],
  ['packages/threads/src/client/probe.ts', '@locavore/encoders', false],
  ['packages/encoders/src/client/probe.ts', '@locavore/store', false],
  ['packages/encoders/src/client/probe.ts', 'locavore', false],
  ['packages/encoders/src/client/probe.ts', '../worker/session.js', false],
  ['packages/encoders/src/worker/probe.ts', '../client/encoder.js', false],
  ['packages/encoders/src/worker/probe.ts', 'onnxruntime-web/webgpu', true],
  ['packages/locavore/src/worker/probe.ts', 'onnxruntime-web', false],
  ['packages/locavore/src/client/probe.ts', '../worker/engine.js', false],
  ['packages/locavore/src/client/probe.ts', '../shared/protocol.js', true],
  ['packages/locavore/src/shared/probe.ts', '../client/recommender.js', false],
  ['packages/locavore/src/client/probe.ts', '@locavore/demo', false],
  ['packages/nano/src/probe.ts', 'locavore', false],
  ['packages/models/src/probe.ts', 'locavore', false],
  ['packages/models/src/probe.ts', '@locavore/encoders/towers', true],
  ['packages/pack/src/probe.ts', 'locavore', false],
  ['packages/pack/src/probe.ts', '@locavore/models/run', true],
  ['packages/postcards/src/probe.ts', '@locavore/core', false],
  ['packages/evaluate/src/probe.ts', 'locavore', false],
  ['packages/evaluate/src/probe.ts', '@locavore/core', true],
  ['packages/evaluate/src/probe.ts', '@locavore/postcards', true],
  ['demo/src/probe.ts', '@locavore/core', false],
  ['demo/src/probe.ts', 'locavore', true],
  ['demo/src/probe.ts', '@locavore/postcards', false],
  ['demo/src/large/worker/probe.ts', '@locavore/postcards', true],
  ['demo/src/large/worker/probe.ts', '@locavore/store', false],
]

// The probes lie in a folder of their own under the project's rules, so that the tree is never touched.
const folder = mkdtempSync(join(tmpdir(), 'locavore-imports-'))
const rules = JSON.parse(readFileSync(`${root}/biome.json`, 'utf8'))
writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...rules, vcs: { enabled: false } }))
const probes = CASES.map(([file, module, allowed], index) => {
  const path = file.replace('probe.ts', `probe-${index}.ts`)
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), `import { probe } from '${module}'\n\nprobe()\n`)
  return { path, module, allowed }
})
const { stdout } = spawnSync(
  `${root}/node_modules/.bin/biome`,
  ['lint', '--only=style/noRestrictedImports', '--reporter=github', '--max-diagnostics=none', '.'],
  { cwd: folder, encoding: 'utf8' },
)
rmSync(folder, { recursive: true, force: true })

let failed = 0
for (const { path, module, allowed } of probes) {
  const refused = stdout.includes(path)
  if (refused === allowed) {
    failed += 1
    console.error(`${path} importing ${module} should be ${allowed ? 'allowed' : 'refused'}`)
  }
}
console.log(`${CASES.length - failed} of ${CASES.length} import probes as expected`)
process.exit(failed === 0 ? 0 : 1)
