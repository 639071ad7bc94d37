import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pnpm, run } from './run.mjs'

const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

async function downloadedByPlaywright() {
  const { chromium } = createRequire(import.meta.url)('playwright')
  return [chromium.executablePath()].find((path) => path && existsSync(path))
}

/** Debian's packages, as root or through a sudo that asks nothing. */
export async function installDebian(packages) {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  for (const args of [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const [command, ...rest] = [...asRoot, ...args]
    const { status } = await run(command, rest, { capture: true, env: { DEBIAN_FRONTEND: 'noninteractive' } })
    if (status !== 0) return false
  }
  return true
}

/** A Chromium to test in: the one already there, else Playwright's own download, else Debian's package. */
export async function ensureBrowser() {
  const named = process.env.LOCAVORE_CHROMIUM
  if (named && existsSync(named)) return named
  const present = SYSTEM_PATHS.find(existsSync) ?? (await downloadedByPlaywright())
  if (present) return present
  console.log('No Chromium found: trying the download Playwright offers, then the Debian package.')
  await pnpm(['exec', 'playwright', 'install', '--with-deps', 'chromium'], { capture: true })
  const downloaded = await downloadedByPlaywright()
  if (downloaded) return downloaded
  await installDebian(['chromium'])
  return SYSTEM_PATHS.find(existsSync)
}

/** `strace` shows the browser's connects from below. Returns whether it is there. */
export async function ensureStrace() {
  if (existsSync('/usr/bin/strace')) return true
  await installDebian(['strace'])
  return existsSync('/usr/bin/strace')
}
