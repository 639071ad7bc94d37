import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

const dist = fileURLToPath(new URL('../../demo/dist/', import.meta.url))

function scripts(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return scripts(path)
    return /\.m?js$/.test(name) ? [path] : []
  })
}

const BANNED = ['RTCPeerConnection', 'WebTransport', 'sendBeacon', 'EventSource', 'new WebSocket', 'importScripts(']

// Addresses that are names, not places to fetch from; and messages of the runtime that point a reader to a page.
const ALLOWED_ADDRESSES = [
  /^https?:\/\/www\.w3\.org\//,
  /^https?:\/\/(web\.dev|developer\.mozilla\.org|github\.com|onnxruntime\.ai|fb\.me|preactjs\.com|rolldown\.rs)\b/,
  /^https?:\/\/(localhost|127\.0\.0\.1|example\.(com|org))\b/,
  // A name that nothing can ever answer to (RFC 6761): what relative addresses are resolved against to be looked at.
  /^https:\/\/locavore\.invalid\//,
]

test('the built scripts hold no word of a connection behind the page', () => {
  const found = scripts(dist).flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    return BANNED.filter((word) => text.includes(word)).map((word) => `${path.slice(dist.length)}: ${word}`)
  })
  expect(scripts(dist).length).toBeGreaterThan(2)
  expect(found).toEqual([])
})

test('the built scripts name no other origin to fetch from', () => {
  const found = scripts(dist).flatMap((path) => {
    const addresses = readFileSync(path, 'utf8').match(/https?:\/\/[a-z0-9.-]+[^\s"'`)<>\\]*/gi) ?? []
    return addresses
      .filter((address) => !ALLOWED_ADDRESSES.some((allowed) => allowed.test(address)))
      .map((address) => `${path.slice(dist.length)}: ${address}`)
  })
  expect([...new Set(found)]).toEqual([])
})
