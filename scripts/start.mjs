// The main job: install, build, and serve the demo on its embedded model. Nothing is fetched but npm packages.
import { must, pnpm, root, run } from './run.mjs'

await must(pnpm(['install', '--frozen-lockfile']), 'Installing')
await must(pnpm(['run', 'build']), 'Building the packages')
await must(pnpm(['--filter', '@locavore/demo', 'run', 'build']), 'Building the demo')
if (!process.argv.includes('--build-only')) {
  const { status } = await run(process.execPath, [`${root}/demo/serve.mjs`, ...process.argv.slice(2)])
  process.exit(status)
}
