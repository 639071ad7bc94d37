import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const executablePath = process.env.LOCAVORE_CHROMIUM || system

export function launchBrowser(args = []) {
  return chromium.launch({
    args: ['--no-sandbox', '--disable-background-networking', ...args],
    ...(executablePath === undefined ? {} : { executablePath }),
  })
}
