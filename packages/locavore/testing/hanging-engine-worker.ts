// The real engine, with a way to make it hang: the page posts 'hang', and this thread never answers again.
import '../src/worker/engine-worker.js'

addEventListener('message', (event) => {
  if (event.data !== 'hang') return
  for (;;);
})
