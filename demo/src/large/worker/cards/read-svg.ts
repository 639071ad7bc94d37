/** An element of a picture with what stands on it. */
export interface SvgNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly SvgNode[]
}

const TAG = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g

/**
 * Reads a picture of `drawPicture`: elements and quoted attributes, and no text, comments or entities. A worker has no parser
 * of its own for it.
 */
export function readSvg(svg: string): SvgNode {
  const root = { name: '', attributes: {}, children: [] as SvgNode[] }
  const open = [root]
  for (const [, closes, name = '', given = '', closed] of svg.matchAll(TAG)) {
    if (closes === '/') {
      open.pop()
      continue
    }
    const attributes = Object.fromEntries(
      Array.from(given.matchAll(ATTRIBUTE), ([, key = '', value = '']) => [key, value]),
    )
    const node = { name, attributes, children: [] as SvgNode[] }
    open.at(-1)?.children.push(node)
    if (closed !== '/') open.push(node)
  }
  return root
}

/** Every element with an id, wherever it stands. */
export function byId(node: SvgNode, found = new Map<string, SvgNode>()): ReadonlyMap<string, SvgNode> {
  const { id } = node.attributes
  if (id !== undefined) found.set(id, node)
  for (const child of node.children) byId(child, found)
  return found
}
