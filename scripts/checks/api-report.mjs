// The public API of every package as a text in etc/api. A difference fails; `--update` writes the new one.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import { root } from '../run.mjs'
import { entriesOf, publicPackages } from './public-packages.mjs'

const update = process.argv.includes('--update')
const reports = `${root}/etc/api`
const scratch = mkdtempSync(join(tmpdir(), 'locavore-api-'))
mkdirSync(reports, { recursive: true })

function configure(pkg, { subpath, types }) {
  const base = `${pkg.name.replace('@locavore/', '')}${subpath.slice(1).replaceAll('/', '-')}`
  const tsconfig = join(scratch, 'tsconfig.json')
  const compilerOptions = {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    lib: ['ES2023', 'DOM'],
    types: [],
    skipLibCheck: true,
  }
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: [types] }))
  return ExtractorConfig.prepare({
    configObjectFullPath: `${pkg.folder}/api-extractor.json`,
    packageJsonFullPath: `${pkg.folder}/package.json`,
    configObject: {
      projectFolder: pkg.folder,
      mainEntryPointFilePath: types,
      compiler: { tsconfigFilePath: tsconfig },
      apiReport: { enabled: true, reportFolder: reports, reportTempFolder: scratch, reportFileName: `${base}.api.md` },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  })
}

let failed = 0
for (const pkg of publicPackages())
  for (const entry of entriesOf(pkg)) {
    const result = Extractor.invoke(configure(pkg, entry), {
      localBuild: update,
      messageCallback: (message) => {
        message.handled = true
      },
    })
    const changed = result.apiReportChanged && !update
    console.log(
      `${pkg.name} ${entry.subpath}: ${changed ? 'CHANGED: run `pnpm api:update` and review etc/api' : 'as recorded'}`,
    )
    if (changed) failed += 1
  }
rmSync(scratch, { recursive: true, force: true })
process.exit(failed === 0 ? 0 : 1)
