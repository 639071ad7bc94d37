// What a site pays: each entry bundled with everything it imports, minified, gzip -9, against its limit.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { root } from '../run.mjs'

/** A chunk and all that it imports at once; what is imported on need has an entry of its own. */
function loadedWith(path, metafile, found = new Set()) {
  found.add(path)
  for (const { path: next, kind } of metafile.outputs[path].imports) {
    if (kind === 'import-statement' && !found.has(next)) loadedWith(next, metafile, found)
  }
  return found
}

export async function measureSizes() {
  const limits = JSON.parse(readFileSync(`${root}/size-limits.json`, 'utf8'))
  const rows = []
  for (const { name, entry, limitBytes } of limits) {
    const { outputFiles, metafile } = await build({
      entryPoints: [`${root}/${entry}`],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      splitting: true,
      outdir: 'out',
      metafile: true,
      write: false,
      logLevel: 'silent',
      absWorkingDir: root,
    })
    const first = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === entry)
    const bytes = [...loadedWith(first, metafile)].reduce((sum, path) => {
      const { contents } = outputFiles.find((file) => file.path.endsWith(path))
      return sum + gzipSync(contents, { level: 9 }).length
    }, 0)
    rows.push({ name, bytes, limitBytes })
  }
  return rows
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const rows = await measureSizes()
  for (const { name, bytes, limitBytes } of rows)
    console.log(
      `${name.padEnd(36)} ${String(bytes).padStart(8)} B gzip   limit ${limitBytes}${bytes > limitBytes ? '  TOO LARGE' : ''}`,
    )
  process.exit(rows.every(({ bytes, limitBytes }) => bytes <= limitBytes) ? 0 : 1)
}
