import type { DrawPlace, Kit } from '../kit.js'
import { along, box, detail, hills, land, lineOf, lit, peak, pines, round, type Shape } from '../shapes.js'

/** Water from y down, with short glints that widen towards the viewer. */
export function water({ light, random }: Kit, y: number, depth: number): Shape[] {
  let glints = ''
  for (let i = 0; i < 13; i++) {
    const t = i / 13
    glints += `M${round(random.between(0, 600))} ${round(y + 8 + t * t * (440 - y))}h${round(20 + t * random.between(20, 70))}`
  }
  return [land(box(-20, y, 680, 500 - y), light.material('water', depth)), lineOf(glints, light.skyLow, 2.2, 0.5)]
}

/** A row of gabled houses; returns walls, roofs and windows. */
export function houses(kit: Kit, from: number, to: number, y: number, height: number): Shape[] {
  const { random, light, lamp } = kit
  const walls: Record<string, string> = {}
  let roofs = ''
  let windows = ''
  const paints = [
    light.material('wall', 0.1),
    light.material('warm-wall', 0.1),
    light.mood(light.second),
    light.mood(light.accent),
  ]
  for (let x = from; x < to; ) {
    const w = random.between(0.5, 0.72) * height
    const h = height * random.between(0.7, 1.2)
    const paint = random.pick(paints)
    walls[paint] = `${walls[paint] ?? ''}${box(x, y - h, w, h + 4)}`
    roofs += `M${round(x - 4)} ${round(y - h)}L${round(x + w / 2)} ${round(y - h - w * 0.5)}L${round(x + w + 4)} ${round(y - h)}Z`
    const rows = Math.max(1, Math.floor(h / 31))
    for (let row = 0; row < rows; row++)
      windows +=
        box(x + w * 0.18, y - h + 9 + row * 24, w * 0.22, 12) + box(x + w * 0.6, y - h + 9 + row * 24, w * 0.22, 12)
    x += w + random.between(0, 3)
  }
  return [
    ...Object.entries(walls).map(([paint, path]) => land(path, paint)),
    detail(roofs, light.material('roof', 0.05)),
    lit(windows, lamp),
  ]
}

export const harbour: DrawPlace = (kit) => {
  const { random, light } = kit
  const quay = 316
  const masts = along(random, 340, 620, 5, () => quay + 26)
  const hull = ([x, y]: readonly [number, number]): string => `M${round(x - 30)} ${round(y - 10)}h60l-10 15h-42Z`
  return [
    land(hills(random, 262, 26, 4), light.material('pine', 0.72)),
    land(hills(random, 286, 16, 3), light.material('grass', 0.5)),
    ...houses(kit, 8, 372, quay, 62),
    ...water(kit, quay, 0.12),
    land(
      `M-20 ${round(quay - 4)}L390 ${round(quay - 4)}L420 ${round(quay + 10)}L-20 ${round(quay + 14)}Z`,
      light.material('stone', 0.05),
    ),
    detail(masts.map(hull).join(''), light.material('wood')),
    lineOf(
      masts
        .map(
          ([x, y]) =>
            `M${round(x)} ${y - 10}v${round(-random.between(62, 96))}m0 14l22 62M${round(x)} ${round(y - 70)}l-20 58`,
        )
        .join(''),
      light.dark,
      2.2,
      0.9,
    ),
    land('M440 380L640 352L660 352L660 372L440 396Z', light.material('stone')),
    lineOf('M470 384v40M530 376v44M590 366v50', light.material('bark'), 8),
  ]
}

export const mountainLake: DrawPlace = (kit) => {
  const { random, light } = kit
  const shore = 326
  const tops = [
    peak(random, random.between(120, 210), shore, 420, random.between(180, 220)),
    peak(random, random.between(400, 500), shore, 460, random.between(215, 250)),
  ]
  const small = peak(random, random.between(260, 360), shore, 340, random.between(110, 140))
  return [
    ...tops.flatMap(([path, cap]) => [
      land(path, light.material('rock', 0.55)),
      detail(cap, light.material('snow', 0.2)),
    ]),
    land(small[0], light.material('rock', 0.32)),
    detail(small[1], light.material('snow', 0.12)),
    land(hills(random, shore - 14, 12, 5), light.material('pine', 0.25)),
    detail(
      pines(
        random,
        along(random, -10, 650, 16, () => shore + 1),
        46,
      ),
      light.material('pine', 0.08),
    ),
    ...water(kit, shore, 0.2),
    detail(
      `M110 ${round(shore)}L180 430L290 ${round(shore)}L400 ${round(shore)}L450 452L560 ${round(shore)}Z`,
      light.material('rock', 0.5),
      0.28,
    ),
    land(
      `${pines(
        random,
        along(random, -10, 90, 4, () => 404),
        130,
      )}`,
      light.material('pine'),
    ),
  ]
}

export const riverDelta: DrawPlace = (kit) => {
  const { random, light } = kit
  const bank = (y: number, thick: number, from: number, to: number): string =>
    `M${round(from)} ${y}Q${round((from + to) / 2)} ${y - thick} ${round(to)} ${y}Q${round((from + to) / 2)} ${y + thick * 0.5} ${round(from)} ${y}Z`
  const reeds = (from: number, to: number, y: number, h: number): string =>
    along(random, from, to, 13, () => y)
      .map(
        ([x]) =>
          `M${round(x)} ${y}q${round(random.between(-4, 4))} ${round(-h * 0.6)} ${round(random.between(-8, 8))} ${round(-h * random.between(0.7, 1.1))}`,
      )
      .join('')
  return [
    land(hills(random, 268, 8, 3), light.material('pine', 0.8)),
    ...water(kit, 272, 0.28),
    land(bank(284, 10, -60, 300) + bank(292, 12, 340, 720), light.material('grass', 0.5)),
    land(bank(316, 22, 120, 470) + bank(330, 22, 500, 760) + bank(336, 20, -160, 90), light.material('grass', 0.25)),
    lineOf(reeds(160, 430, 314, 26) + reeds(520, 640, 326, 30), light.material('pine', 0.2), 2.4),
    land(bank(380, 40, -240, 270) + bank(396, 40, 400, 880), light.material('grass', 0.06)),
    lineOf(reeds(-6, 170, 378, 66) + reeds(480, 640, 390, 60), light.material('pine'), 3),
    detail(
      along(random, 10, 150, 6, () => 316)
        .map(([x, y]) => `M${round(x)} ${round(y + random.between(-6, 10))}v20q5 2 6 -1v-19q-3 -5 -6 0Z`)
        .join(''),
      light.material('wood'),
    ),
  ]
}
