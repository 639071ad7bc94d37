import type { DrawPlace, Kit } from '../kit.js'
import {
  along,
  box,
  canopy,
  detail,
  dots,
  hills,
  land,
  leafRoof,
  lineOf,
  lit,
  type Point,
  peak,
  pineRow,
  polygon,
  round,
  type Shape,
} from '../shapes.js'

export const desert: DrawPlace = ({ random, light }) => {
  const dune = (y: number, x: number, depth: number): Shape[] => [
    land(
      `M-20 ${y + 20}Q${round(x * 0.6)} ${y + 10} ${round(x)} ${y - 34}Q${round(x + 160)} ${y + 16} 660 ${y + 4}V490H-20Z`,
      light.material('sand', depth),
    ),
    detail(
      `M${round(x)} ${y - 34}Q${round(x + 160)} ${y + 16} 660 ${y + 4}V490H${round(x + 120)}Q${round(x + 40)} ${y + 60} ${round(x)} ${y - 34}Z`,
      light.material('red-rock', depth + 0.2),
      0.32,
    ),
  ]
  const cactus = (x: number, y: number, s: number): string =>
    `M${round(x)} ${y}v${round(-90 * s)}M${round(x)} ${round(y - 34 * s)}h${round(-20 * s)}q${round(-8 * s)} 0 ${round(-8 * s)} ${round(-8 * s)}v${round(-22 * s)}M${round(x)} ${round(y - 48 * s)}h${round(16 * s)}q${round(8 * s)} 0 ${round(8 * s)} ${round(-8 * s)}v${round(-14 * s)}`
  const side = random.chance(0.5) ? 1 : -1
  const x = 320 + side * random.between(190, 250)
  return [
    land('M60 300L84 250L170 246L186 300Z', light.material('red-rock', 0.62)),
    land('M210 302L222 266L262 264L276 302Z', light.material('red-rock', 0.68)),
    ...dune(304, random.between(380, 500), 0.5),
    ...dune(342, random.between(140, 260), 0.24),
    lineOf(cactus(random.between(250, 400), 352, 0.5), light.material('pine', 0.2), 7),
    ...dune(396, random.between(360, 460), 0.05),
    lineOf(cactus(x, 404, 1.3), light.material('pine'), 19),
    lineOf(cactus(x - 4, 402, 1.26), light.material('grass'), 2, 0.5),
  ]
}

function tree({ light }: Kit, random: Kit['random'], x: number, y: number, width: number, depth: number): Shape[] {
  const w = width / 2
  const lean = random.between(-10, 10)
  return [
    land(
      `M${round(x - w * 1.7)} ${y}Q${round(x - w)} ${y - 30} ${round(x - w + lean * 0.4)} ${y - 120}L${round(x - w * 0.7 + lean)} -20H${round(x + w * 0.7 + lean)}L${round(x + w + lean * 0.4)} ${y - 120}Q${round(x + w)} ${y - 30} ${round(x + w * 1.8)} ${y}Z`,
      light.material('bark', depth),
    ),
    lineOf(
      `M${round(x - w * 0.2)} ${y - 60}l${round(lean * 0.3)} -90M${round(x + w * 0.4)} ${y - 150}l${round(lean * 0.3)} -80`,
      light.dark,
      2,
      0.3 * (1 - depth),
    ),
  ]
}

/** Many trees as two shapes, which keeps the card small. */
function grove(kit: Kit, count: number, y: number, width: number, depth: number): Shape[] {
  const trees = along(kit.random, 0, 640, count, () => y).map(([x]) => tree(kit, kit.random, x, y, width, depth))
  const part = (index: number): string => trees.map((shapes) => shapes[index]?.path ?? '').join('')
  return [land(part(0), kit.light.material('bark', depth)), lineOf(part(1), kit.light.dark, 2, 0.3 * (1 - depth))]
}

export const forest: DrawPlace = (kit) => {
  const { random, light } = kit
  return [
    land(hills(random, 300, 12, 4), light.material('leaf', 0.72)),
    detail(leafRoof(random, 176, 110), light.material('leaf', 0.62), 0.55),
    ...grove(kit, 7, 330, 15, 0.62),
    land(hills(random, 338, 8, 3), light.material('grass', 0.36)),
    land(leafRoof(random, 104, 92), light.material('leaf', 0.32)),
    ...grove(kit, 5, 372, 28, 0.32),
    land(leafRoof(random, 44, 104), light.material('leaf', 0.08)),
    ...tree(kit, random, random.between(20, 60), 414, 58, 0.02),
    ...tree(kit, random, random.between(585, 625), 414, 50, 0.02),
    detail(
      along(random, 60, 560, 4, () => 392)
        .map(([x, y]) => `M${round(x - 22)} ${y}q4 -26 8 -8q2 -30 10 -4q8 -28 10 2q8 -16 10 10Z`)
        .join(''),
      light.material('pine', 0.12),
    ),
  ]
}

export const meadow: DrawPlace = (kit) => {
  const { random, light } = kit
  const flowers = (count: number, low: number, high: number): string =>
    dots(Array.from({ length: count }, (): Point => [random.between(0, 640), random.between(low, high)]))
  const treeX = random.chance(0.5) ? random.between(70, 150) : random.between(490, 570)
  return [
    land(hills(random, 288, 22, 4), light.material('pine', 0.7)),
    land(hills(random, 310, 18, 3), light.material('grass', 0.5)),
    detail(
      along(random, 40, 600, 4, () => 304)
        .map(([x, y]) => canopy(x, y, random.between(10, 17), 5))
        .join(''),
      light.material('leaf', 0.45),
    ),
    land(hills(random, 338, 16, 2), light.material('grass', 0.26)),
    lineOf('M330 330Q390 350 300 372T360 410', light.material('sand', 0.1), 9, 0.8),
    land(box(treeX - 7, 300, 14, 78), light.material('bark', 0.05)),
    land(canopy(treeX, 254, 56), light.material('leaf', 0.05)),
    detail(canopy(treeX - 10, 240, 32, 6), light.pale, 0.16),
    land(
      'M-20 380Q140 366 230 375Q320 384 410 377Q500 370 580 377L660 384L660 490L-20 490Z',
      light.material('grass', 0.1),
    ),
    lineOf(flowers(40, 376, 412), light.accent, 7.5),
    lineOf(flowers(40, 374, 410), light.pale, 6),
    lineOf(flowers(24, 374, 412), light.glow, 6.5),
  ]
}

/** A stepped wall of banded rock; a negative `reach` comes in from the right. */
function canyonWall({ light }: Kit, reach: number, top: number, depth: number): Shape[] {
  const inward = Math.abs(reach)
  const at = (u: number, y: number): Point => [reach > 0 ? u : 640 - u, y]
  const step = (share: number, y: number): Point => at(inward * share, top + y)
  const steps = [step(0.62, 6), step(0.66, 50), step(0.84, 56), step(0.86, 110), step(1, 118)]
  const edge = [at(-20, top), ...steps, at(inward * 1.04, 400), at(-20, 420)]
  const band = (y: number, share: number): string =>
    polygon([at(-20, top + y), step(share, y + 4), step(share, y + 16), at(-20, top + y + 13)])
  return [
    land(polygon(edge), light.material('red-rock', depth)),
    detail(band(22, 0.64) + band(78, 0.85) + band(138, 1), light.material('sand', depth), 0.42),
    detail(band(104, 0.86) + band(164, 1.01), light.dark, 0.16),
  ]
}

export const canyon: DrawPlace = (kit) => {
  const { random, light } = kit
  const y = random.between(-12, 16)
  return [
    land(
      `M220 330L232 ${round(226 + y)}L300 ${round(220 + y)}L308 262L352 262L360 236L420 232L430 330Z`,
      light.material('red-rock', 0.66),
    ),
    ...canyonWall(kit, 250, 170 + y, 0.42),
    ...canyonWall(kit, -236, 186 - y, 0.46),
    land(
      'M-20 348Q180 340 250 338Q320 336 400 339Q480 342 570 345L660 348L660 490L-20 490Z',
      light.material('sand', 0.28),
    ),
    land(
      'M316 336Q350 352 300 372Q230 396 250 430H410Q400 396 350 376Q370 352 328 336Z',
      light.material('water', 0.14),
    ),
    ...canyonWall(kit, 138, 96 + y, 0.08),
    ...canyonWall(kit, -120, 116 - y, 0.1),
  ]
}

/** Smoke from the crater, leaning with the wind. */
function plume(x: number, lean: number): string {
  const at = (dx: number, y: number): string => `${round(x + dx * lean)} ${y}`
  return `M${at(-14, 142)}C${at(-30, 120)} ${at(-26, 104)} ${at(-8, 98)}C${at(-26, 76)} ${at(0, 50)} ${at(28, 58)}C${at(22, 30)} ${at(60, 6)} ${at(90, 20)}L${at(96, -20)}H${round(x + 220 * lean)}C${at(206, 30)} ${at(166, 44)} ${at(136, 44)}C${at(132, 78)} ${at(96, 88)} ${at(72, 84)}C${at(66, 112)} ${at(30, 116)} ${at(14, 142)}Z`
}

/** A stream of lava down one flank. */
function flow(x: number, dx: number, length: number): string {
  const bend = 150 + length * 0.4
  return `M${round(x + dx * 0.3)} 146Q${round(x + dx * 0.4)} ${round(bend)} ${round(x + dx)} ${150 + length}q-3 8 -8 0Q${round(x + dx * 0.2)} ${round(bend)} ${round(x + dx * 0.1)} 146Z`
}

export const volcano: DrawPlace = (kit) => {
  const { random, light, scene } = kit
  const x = random.between(250, 390)
  const small = peak(random, x > 320 ? 90 : 550, 340, 300, 90)
  return [
    detail(plume(x, scene.weather === 'wind' ? 2 : 1), light.material('ash', 0.5), 0.66),
    land(small[0], light.material('ash', 0.66)),
    land(
      `M${round(x - 270)} 352Q${round(x - 100)} 300 ${round(x - 40)} 146Q${round(x)} 158 ${round(x + 40)} 146Q${round(x + 110)} 300 ${round(x + 280)} 352Z`,
      light.material('ash', 0.3),
    ),
    detail(
      `M${round(x + 40)} 146Q${round(x + 110)} 300 ${round(x + 280)} 352H${round(x + 50)}Q${round(x + 60)} 250 ${round(x + 4)} 152Z`,
      light.dark,
      0.26,
    ),
    lit(
      `M${round(x - 40)} 146Q${round(x)} 128 ${round(x + 40)} 146Q${round(x)} 160 ${round(x - 40)} 146Z${flow(x, -46, 110)}${flow(x, 10, 150)}${flow(x, 60, 96)}`,
      light.mood('#ff6a2b'),
    ),
    land(hills(random, 346, 12, 4), light.material('pine', 0.3)),
    detail(pineRow(random, 0, 640, 11, 362, 46), light.material('pine', 0.16)),
    land(
      'M-20 372Q140 362 235 371Q330 380 415 372Q500 364 580 370L660 376L660 490L-20 490Z',
      light.material('ash', 0.08),
    ),
    detail('M30 384L52 352L86 348L110 388Z' + 'M540 386L556 360L590 352L624 388Z', light.material('ash')),
  ]
}
