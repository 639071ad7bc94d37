// A feed as one writes it by hand in an afternoon: everything in the page, ranked by a loop on the main thread, every card
// appended and left where it is.
interface Item {
  readonly id: string
  readonly title: string
  readonly popularity: number
  readonly attributes: Readonly<Record<string, string>>
}

const PAGE = 60
const list = document.querySelector<HTMLUListElement>('#cards')
const end = document.querySelector('#end')
const liked: number[] = []
let order: number[] = []
let shown = 0

const items = (await (await fetch('/items.json')).json()) as readonly Item[]
const vectors = new Float32Array(await (await fetch('/vectors.bin')).arrayBuffer())
const dimensions = vectors.length / items.length

const vectorOf = (index: number): Float32Array => vectors.subarray(index * dimensions, (index + 1) * dimensions)

/** By popularity until something is liked, then by the cosine with the mean of what was. */
function rank(): number[] {
  const mean = new Float32Array(dimensions)
  for (const index of liked) {
    const vector = vectorOf(index)
    for (let d = 0; d < dimensions; d += 1) mean[d] = (mean[d] ?? 0) + (vector[d] ?? 0)
  }
  const scores = items.map(({ popularity }, index) => {
    if (liked.length === 0) return popularity
    let sum = 0
    for (let d = 0; d < dimensions; d += 1) sum += (vectors[index * dimensions + d] ?? 0) * (mean[d] ?? 0)
    return sum
  })
  const gone = new Set(liked)
  return items
    .map((_, index) => index)
    .filter((index) => !gone.has(index))
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
}

function cardOf(index: number): HTMLLIElement {
  const { id, title, attributes } = items[index] as Item
  const card = document.createElement('li')
  const picture = document.createElement('img')
  picture.src = `/pictures/${id}.svg`
  picture.loading = 'lazy'
  const heart = document.createElement('button')
  heart.textContent = 'Like'
  heart.onclick = () => like(index)
  const name = document.createElement('h3')
  name.textContent = title
  const place = document.createElement('p')
  place.textContent = Object.values(attributes).slice(0, 3).join(' · ')
  card.append(picture, name, place, heart)
  return card
}

function append(): void {
  list?.append(...order.slice(shown, shown + PAGE).map(cardOf))
  shown = Math.min(order.length, shown + PAGE)
}

function show(): void {
  list?.replaceChildren()
  order = rank()
  shown = 0
  append()
}

function like(index: number): void {
  liked.push(index)
  show()
}

show()
performance.mark('naive:first-feed')
if (end !== null) {
  new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && append(), {
    rootMargin: '3000px',
  }).observe(end)
  // An observer tells of changes only: while the end stays near, nothing would come.
  addEventListener('scroll', () => end.getBoundingClientRect().top < innerHeight + 3000 && append(), { passive: true })
}
