import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Connection {
  readonly call: string
  readonly address: string
  readonly port: number
}

export const STRACE = '/usr/bin/strace'
export const straceAvailable = existsSync(STRACE)

/**
 * A script that starts `browser` under strace, writing every connect and every addressed send of the whole process tree to
 * `trace`. A script of its own, because a launcher puts the browser's arguments first.
 */
export function tracedBrowser(folder: string, browser: string, trace: string): string {
  const script = join(folder, 'traced-browser.sh')
  const calls = 'connect,sendto,sendmsg,sendmmsg'
  writeFileSync(script, `#!/bin/sh\nexec ${STRACE} -f -qq -s 0 -e trace=${calls} -o '${trace}' '${browser}' "$@"\n`)
  chmodSync(script, 0o755)
  return script
}

/**
 * Internet addresses in a trace. Local sockets (AF_UNIX) and sends on connected sockets carry no address: the connect of
 * the latter has been seen before.
 */
export function readConnections(file: string): Connection[] {
  const seen = new Map<string, Connection>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const call = /\b(connect|sendto|sendmsg|sendmmsg)\(/.exec(line)?.[1]
    if (call === undefined || !/sa_family=AF_INET6?\b/.test(line)) continue
    for (const [, family, port, address] of internetAddresses(line)) {
      const connection = { call, address: address ?? '', port: Number(port) }
      seen.set(`${family}${call}${connection.address}:${connection.port}`, connection)
    }
  }
  return [...seen.values()]
}

function internetAddresses(line: string): RegExpMatchArray[] {
  const v4 = /sa_family=(AF_INET), sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g
  const v6 = /sa_family=(AF_INET6), sin6_port=htons\((\d+)\)[^}]*?inet_pton\(AF_INET6, "([^"]+)"/g
  return [...line.matchAll(v4), ...line.matchAll(v6)]
}
