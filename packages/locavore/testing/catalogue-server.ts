import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Serves files from memory, for engine tests in Node. What is served can be changed while it runs. */
export async function serveFiles(files: Map<string, Uint8Array>) {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1)
    const bytes = files.get(path)
    response.writeHead(bytes === undefined ? 404 : 200, { 'content-type': 'application/octet-stream' })
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/manifest.json`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
