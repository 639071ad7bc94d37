import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { LocavoreError } from '@locavore/core'
import type { ModelSource, SourceFile } from './model-source.js'

/** Files of a folder that belong to git or to the download tool that filled it, not to the model. */
const NOT_MODEL = /^(\.git|\.cache|\.huggingface|node_modules)(\/|$)/

/**
 * A model that already lies on this machine, in the hub's layout: the folder itself, or `<folder>/<id>`.
 *
 * @throws LocavoreError `invalid-argument` when no model lies there, `aborted`
 */
export async function openFolder(folder: string, id: string, signal: AbortSignal): Promise<ModelSource> {
  const root = await findModel(folder, id)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files: SourceFile[] = []
  for (const entry of entries.filter((candidate) => !candidate.isDirectory())) {
    const path = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')
    if (!NOT_MODEL.test(path)) files.push({ path, bytes: (await stat(join(root, path))).size })
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    id: id === '' ? basename(root) : id,
    commit: await contentHash(root, files, signal),
    page: root,
    licence: await readLicence(root),
    files,
    open: async (file, from) => ({ from, body: createReadStream(join(root, file.path), { start: from }) }),
    proofOf: async () => undefined,
    close: async () => {},
  }
}

async function findModel(folder: string, id: string): Promise<string> {
  for (const root of [folder, join(folder, id)]) {
    const found = await stat(join(root, 'config.json')).catch(() => undefined)
    if (found?.isFile()) return root
  }
  throw new LocavoreError(
    'invalid-argument',
    `Neither ${folder} nor ${join(folder, id)} holds a config.json, as a model in the hub's layout does.`,
  )
}

/** Folders know no commit. All that could change a vector is hashed: other weights must never share a space. */
async function contentHash(root: string, files: readonly SourceFile[], signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for (const { path } of files.filter((file) => /\.(json|onnx|onnx_data)$/.test(file.path))) {
    if (signal.aborted) throw new LocavoreError('aborted', 'Stopped.')
    const own = createHash('sha256')
    for await (const part of createReadStream(join(root, path))) own.update(part as Uint8Array)
    hash.update(`${path}\0${own.digest('hex')}\n`)
  }
  return hash.digest('hex').slice(0, 40)
}

/** The licence that the model card gives in its first lines. */
async function readLicence(root: string): Promise<string | undefined> {
  const card = await readFile(join(root, 'README.md'), 'utf8').catch(() => '')
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(card)?.[1] ?? ''
  return /^license:\s*['"]?([^\s'"#]+)/m.exec(head)?.[1]?.toLowerCase()
}
