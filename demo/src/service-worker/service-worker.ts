/// <reference lib="webworker" />

import { answer } from './answer.js'
import { tellFetched } from './fetched.js'
import { keepPictures } from './pictures.js'
import { SHELF, shelve } from './shelf.js'

const scope = globalThis as unknown as ServiceWorkerGlobalScope

scope.addEventListener('install', (event) => {
  // No skipWaiting: open pages keep the build they started with, and its files.
  event.waitUntil(shelve())
})

scope.addEventListener('activate', (event) => {
  const tidy = async (): Promise<void> => {
    const names = await caches.keys()
    await Promise.all(
      names.filter((name) => name.startsWith('postcards-shell-') && name !== SHELF).map((name) => caches.delete(name)),
    )
    await scope.clients.claim()
  }
  event.waitUntil(tidy())
})

scope.addEventListener('message', (event) => {
  if (event.data === 'keep-pictures') event.waitUntil(keepPictures())
  if (event.data === 'what-was-fetched') tellFetched(event.ports[0])
})

scope.addEventListener('fetch', (event) => {
  const answered = answer(event.request)
  if (answered !== undefined) event.respondWith(answered)
})
