// Every relative link in the documentation leads to a file that exists.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../run.mjs'

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
let links = 0
const broken = []
for (const file of files)
  for (const [, target] of readFileSync(join(root, file), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:|^#/.test(target)) continue
    links += 1
    if (!existsSync(join(root, dirname(file), target.replace(/#.*/, '')))) broken.push(`${file}: ${target}`)
  }
for (const link of broken) console.error(`broken: ${link}`)
console.log(`${links - broken.length} of ${links} links lead to a file`)
process.exit(broken.length === 0 ? 0 : 1)
