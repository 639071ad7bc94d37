// What a site pays: each entry bundled with everything it imports, minified, gzip -9, against its limit.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { root } from '../run.mjs'

export async function measureSizes() {
  const limits = JSON.parse(readFileSync(`${root}/size-limits.json`, 'utf8'))
  const rows = []
  for (const { name, entry, limitBytes } of limits) {
    const { outputFiles } = await build({
      entryPoints: [`${root}/${entry}`],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      logLevel: 'silent',
      absWorkingDir: root,
    })
    const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length
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
