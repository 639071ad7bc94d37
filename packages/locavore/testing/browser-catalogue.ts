import { commands } from 'vitest/browser'
import { type ClusterOptions, clusteredCatalogue } from './clustered-catalogue.js'

/** Where the test's own server finds files of the workspace; kept out of version control. */
const FOLDER = 'packages/locavore/.cache'

/** Publishes a catalogue on the test page's own origin. Publishing again under a name replaces its files. */
export async function publishCatalogue(name: string, options: ClusterOptions = {}) {
  const catalogue = await clusteredCatalogue(options)
  for (const [path, bytes] of catalogue.files) await publishFile(name, path, bytes)
  return { ...catalogue, url: `/${FOLDER}/${name}/manifest.json` }
}

export async function publishFile(name: string, path: string, bytes: Uint8Array): Promise<void> {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  await commands.writeFile(`${FOLDER}/${name}/${path}`, btoa(binary), 'base64')
}
