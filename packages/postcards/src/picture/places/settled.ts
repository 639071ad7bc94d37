import type { DrawPlace, Kit } from '../kit.js'
import {
  box,
  circle,
  crowns,
  detail,
  hills,
  land,
  lineOf,
  lit,
  type Point,
  peak,
  pineRow,
  round,
  type Shape,
} from '../shapes.js'
import { houses } from './waters.js'

/** A tall town house with shutters, arched door and pitched roof. */
function townHouse(kit: Kit, x: number, y: number, w: number, h: number, paint: string): Shape[] {
  const { light, lamp } = kit
  let windows = ''
  let shutters = ''
  for (let row = 0; row < Math.floor((h - 50) / 48); row++) {
    for (let column = 0; column < 2; column++) {
      const wx = x + w * (column === 0 ? 0.2 : 0.6)
      const wy = y - h + 18 + row * 48
      windows += `M${round(wx)} ${round(wy + 24)}v-16q${round(w * 0.1)} -12 ${round(w * 0.2)} 0v16Z`
      shutters += box(wx - 6, wy + 4, 5, 20) + box(wx + w * 0.2 + 1, wy + 4, 5, 20)
    }
  }
  return [
    land(box(x, y - h, w, h), paint),
    detail(
      `M${round(x - 6)} ${round(y - h)}L${round(x + w * 0.2)} ${round(y - h - 30)}L${round(x + w * 0.8)} ${round(y - h - 30)}L${round(x + w + 6)} ${round(y - h)}Z`,
      light.material('roof'),
    ),
    detail(shutters, light.second),
    lit(windows, lamp),
    detail(`M${round(x + w * 0.36)} ${y}v-30q${round(w * 0.14)} -18 ${round(w * 0.28)} 0v30Z`, light.material('wood')),
  ]
}

/** Two tall houses on either side of the square. */
function streetSides(kit: Kit): Shape[] {
  const { random, light } = kit
  const house = (x: number, inner: boolean, paint: string): Shape[] =>
    townHouse(kit, x, inner ? 380 : 392, inner ? 84 : 100, random.between(210, 260) - (inner ? 48 : 0), paint)
  return [
    ...house(-16, false, light.material('wall', 0.06)),
    ...house(76, true, light.material('warm-wall', 0.06)),
    ...house(556, false, light.material('sand', 0.1)),
    ...house(480, true, light.material('stone', 0.05)),
  ]
}

export const oldTown: DrawPlace = (kit) => {
  const { random, light, lamp } = kit
  const tower = random.between(290, 350)
  return [
    land(hills(random, 300, 20, 3), light.material('pine', 0.7)),
    land(box(tower - 24, 130, 48, 220), light.material('wall', 0.34)),
    land(`M${round(tower - 32)} 132L${round(tower)} 66L${round(tower + 32)} 132Z`, light.material('roof', 0.3)),
    lit(`${circle(tower, 160, 14)}M${round(tower - 8)} 226v-18q8 -12 16 0v18Z`, lamp),
    lineOf(`M${round(tower)} 160v-9M${round(tower)} 160h7`, light.dark, 2.4),
    ...houses(kit, 150, 490, 352, 76),
    land('M-20 386L200 352L450 352L660 386L660 490L-20 490Z', light.material('stone', 0.16)),
    lineOf('M120 392Q320 372 520 392M60 410Q320 388 580 410M200 374Q320 364 440 374', light.dark, 2, 0.2),
    ...streetSides(kit),
    lineOf(`M150 176Q320 226 490 182`, light.dark, 1.6, 0.7),
    detail(
      Array.from(
        { length: 8 },
        (_, i) => `M${170 + i * 40} ${round(184 + Math.sin((i + 0.5) * 0.4) * 18)}h20l-10 18Z`,
      ).join(''),
      light.accent,
    ),
  ]
}

/** A wooden hut under a thick roof of snow. */
function hut({ light, lamp }: Kit, x: number, y: number, s: number): Shape[] {
  const eaves = `${round(-8 * s)} ${round(8 * s)} ${round(-14 * s)} 0`
  const left = `M${round(x - 44 * s)} ${round(y - 28 * s)}L${round(x)} ${round(y - 72 * s)}`
  const right = `L${round(x + 44 * s)} ${round(y - 28 * s)}q${eaves}L${round(x)} ${round(y - 54 * s)}L${round(x - 30 * s)} ${round(y - 28 * s)}q${eaves}Z`
  return [
    land(box(x - 30 * s, y - 34 * s, 60 * s, 36 * s), light.material('wood', 0.05)),
    lit(box(x - 20 * s, y - 26 * s, 13 * s, 13 * s) + box(x + 7 * s, y - 26 * s, 13 * s, 13 * s), lamp),
    land(left + right, light.material('snow')),
  ]
}

export const snowVillage: DrawPlace = (kit) => {
  const { random, light, lamp } = kit
  const snow = light.material('snow', 0.05)
  const chapel = random.between(280, 380)
  const tops = [
    peak(random, random.between(90, 180), 330, 400, 150),
    peak(random, random.between(440, 540), 330, 420, 180),
  ]
  return [
    ...tops.flatMap(([path, cap]) => [
      land(path, light.material('rock', 0.72)),
      detail(cap, light.material('snow', 0.4)),
    ]),
    land(hills(random, 314, 20, 4), light.material('snow', 0.36)),
    detail(pineRow(random, 0, 640, 10, 322, 46), light.material('pine', 0.4)),
    land(hills(random, 340, 12, 3), light.material('snow', 0.2)),
    land(box(chapel - 13, 256, 26, 90), light.material('wall', 0.1)),
    land(`M${round(chapel - 17)} 258L${round(chapel)} 200L${round(chapel + 17)} 258Z`, light.material('roof', 0.1)),
    lit(circle(chapel, 276, 5), lamp),
    ...hut(kit, chapel - 110, 352, 0.9),
    ...hut(kit, chapel + 92, 350, 0.9),
    ...hut(kit, chapel - 24, 362, 1),
    land('M-20 366Q150 356 240 367Q330 378 415 368Q500 358 580 364L660 370L660 490L-20 490Z', snow),
    ...hut(kit, random.between(70, 110), 396, 1.35),
    land(pineRow(random, 550, 650, 3, 402, 130), light.material('pine', 0.04)),
    lineOf('M20 384q60 -12 120 2M220 396q70 -14 130 2M420 380q60 -10 110 4', light.skyTop, 2.4, 0.3),
  ]
}

/** A row of blocks; `share` of the windows are lit. */
function skyline({ random, light, lamp }: Kit, y: number, [low, high]: Point, depth: number, share: number): Shape[] {
  let blocks = ''
  let windows = ''
  for (let x = -10; x < 650; ) {
    const w = random.between(36, 74)
    const h = random.between(low, high)
    blocks += box(x, y - h, w + 1, 500 - y + h)
    if (random.chance(0.3)) blocks += box(x + w / 2 - 2, y - h - 24, 4, 26)
    for (let row = 0; row < Math.min(5, h / 24); row++)
      for (let column = 0; column < w / 17 - 1; column++)
        if (random.chance(share)) windows += `M${round(x + 7 + column * 16)} ${round(y - h + 10 + row * 22)}h7v10h-7Z`
    x += w
  }
  return [land(blocks, light.material('rock', depth)), ...(windows ? [lit(windows, lamp)] : [])]
}

export const cityRooftops: DrawPlace = (kit) => {
  const { random, light, lamp } = kit
  const tank = random.between(470, 560)
  const garden = random.between(60, 130)
  return [
    ...skyline(kit, 340, [90, 220], 0.72, 0),
    ...skyline(kit, 360, [60, 160], 0.44, 0.34),
    land('M-20 330L60 300L150 332L230 316L300 344L300 490L-20 490Z', light.material('roof', 0.2)),
    land(box(380, 322, 280, 170), light.material('warm-wall', 0.14)),
    detail(box(374, 316, 290, 9), light.material('stone')),
    lit(box(400, 340, 20, 26) + box(440, 340, 20, 26) + box(590, 340, 20, 26), lamp),
    lineOf(
      `M${round(tank - 22)} 318v-34M${round(tank + 22)} 318v-34M${round(tank - 22)} 316l44 -30M${round(tank + 22)} 316l-44 -30`,
      light.dark,
      4,
    ),
    land(box(tank - 30, 232, 60, 54), light.material('wood')),
    land(`M${round(tank - 36)} 234L${round(tank)} 204L${round(tank + 36)} 234Z`, light.material('roof')),
    detail(box(garden, 276, 18, 50) + box(garden - 4, 270, 26, 8), light.material('warm-wall')),
    lineOf('M210 330v-66M196 272h28M200 284h20M30 322v-50l12 -10', light.dark, 3),
    lineOf('M224 268Q310 300 380 268', light.dark, 1.6, 0.8),
    detail(
      Array.from({ length: 5 }, (_, i) => box(244 + i * 27, 280 + Math.sin(i * 0.8 + 0.5) * 4, 16, 20)).join(''),
      light.accent,
    ),
  ]
}

/** A thatched shelter among the fields. */
function fieldHut({ random, light }: Kit): Shape[] {
  const x = random.chance(0.5) ? random.between(90, 160) : random.between(480, 560)
  const thatch = `M${round(x - 44)} 306Q${round(x - 12)} 294 ${round(x)} 262Q${round(x + 12)} 294 ${round(x + 44)} 306Z`
  const bushes = [x + 50, x + 66, x - 52].map((at): Point => [at, 333])
  return [
    land(box(x - 22, 300, 44, 34), light.material('wood', 0.05)),
    land(thatch, light.material('sand', 0.05)),
    detail(crowns(random, bushes, 15), light.material('leaf', 0.1)),
  ]
}

export const riceTerraces: DrawPlace = (kit) => {
  const { random, light } = kit
  const out: Shape[] = [
    land(hills(random, 232, 26, 3), light.material('pine', 0.78)),
    land(hills(random, 252, 20, 2), light.material('pine', 0.6)),
  ]
  const middle = random.between(220, 420)
  for (let i = 0; i < 8; i++) {
    const y = 262 + i * 18 + i * i * 0.6
    const bow = (i % 2 === 0 ? 1 : -1) * random.between(6, 18)
    const edge = `M-20 ${round(y + 22)}Q${round(middle * 0.5)} ${round(y - bow)} ${round(middle)} ${round(y)}T660 ${round(y + 14)}`
    const depth = 0.5 - i * 0.065
    out.push(land(`${edge}V490H-20Z`, light.material('grass', Math.max(0, depth))))
    out.push(
      detail(
        `${edge}v${round(7 + i)}Q${round(middle * 1.5)} ${round(y + 20 + i)} ${round(middle)} ${round(y + 8 + i)}T-20 ${round(y + 28 + i)}Z`,
        i % 2 ? light.skyLow : light.material('water', depth),
        0.9,
      ),
    )
  }
  return [...out, ...fieldHut(kit)]
}
