// publint and "are the types wrong" on every public package, as packed.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { root } from '../run.mjs'
import { publicPackages } from './public-packages.mjs'

const { packageManager } = JSON.parse(execFileSync('cat', [`${root}/package.json`], { encoding: 'utf8' }))
const folder = mkdtempSync(join(tmpdir(), 'locavore-pack-'))
let failed = 0

for (const { name, folder: pkg, json } of publicPackages()) {
  const { messages } = await publint({ pkgDir: pkg, level: 'warning', strict: true, pack: false })
  for (const message of messages) console.error(`${name}: ${formatMessage(message, json)}`)
  failed += messages.length
  execFileSync('npx', ['--yes', packageManager, 'pack', '--pack-destination', folder], { cwd: pkg, stdio: 'ignore' })
}

for (const file of readdirSync(folder)) {
  // ESM only, by design: the CommonJS column and the node10 resolution are left out.
  const args = ['exec', 'attw', join(folder, file), '--profile', 'esm-only', '--format', 'ascii', '--quiet']
  try {
    execFileSync('npx', ['--yes', packageManager, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    console.log(`${file}: types resolve`)
  } catch (error) {
    console.error(`${file}: ${error.stdout}`)
    failed += 1
  }
}
rmSync(folder, { recursive: true, force: true })
process.exit(failed === 0 ? 0 : 1)
