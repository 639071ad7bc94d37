import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

export interface Proxy {
  readonly url: string
  /** `host:port` of every tunnel that was asked for. */
  readonly tunnels: string[]
  close(): Promise<void>
}

/** A proxy that knows CONNECT and nothing else, as those of companies do for HTTPS. */
export async function startProxy(): Promise<Proxy> {
  const tunnels: string[] = []
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connect', (request, socket, head) => {
    tunnels.push(request.url ?? '')
    const [host, port] = (request.url ?? '').split(':')
    const beyond = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      beyond.write(head)
      beyond.pipe(socket)
      socket.pipe(beyond)
    })
    beyond.on('error', () => socket.destroy())
    socket.on('error', () => beyond.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
