import type { DrawPlace, Kit } from '../kit.js'
import { circle, detail, land, lineOf, round, type Shape } from '../shapes.js'
import { water } from './waters.js'

export const islandBeach: DrawPlace = (kit) => {
  const { random, light } = kit
  const palm = (x: number, y: number, h: number, lean: number): Shape[] => {
    const top: [number, number] = [x + lean, y - h]
    const frond = (dx: number, dy: number): string =>
      `M${round(top[0])} ${round(top[1])}q${round(dx * 0.5)} ${round(dy - 26)} ${round(dx)} ${round(dy)}q${round(-dx * 0.5)} ${round(-dy * 0.3 - 8)} ${round(-dx)} ${round(-dy)}Z`
    return [
      land(
        `M${x - 6} ${y}Q${round(x - 4 + lean * 0.2)} ${round(y - h * 0.6)} ${round(top[0] - 3)} ${round(top[1])}h6Q${round(x + 6 + lean * 0.3)} ${round(y - h * 0.6)} ${x + 7} ${y}Z`,
        light.material('wood'),
      ),
      land(
        [frond(62, 22), frond(-60, 24), frond(44, -14), frond(-46, -12), frond(30, 46), frond(-26, 46)].join(''),
        mixLeaf(kit),
      ),
      detail(circle(top[0] - 5, top[1] + 6, 5) + circle(top[0] + 6, top[1] + 7, 5), light.material('bark')),
    ]
  }
  const left = random.between(60, 110)
  return [
    land(`M380 306Q${round(random.between(440, 480))} 236 520 262Q570 268 610 306Z`, light.material('pine', 0.55)),
    land('M30 304Q80 276 130 304Z', light.material('pine', 0.7)),
    ...water(kit, 300, 0.1),
    lineOf('M-10 366Q160 344 330 372T660 366M-10 386Q150 366 320 388T660 388', light.pale, 4, 0.75),
    land('M-20 384Q120 368 220 382Q320 396 420 398Q520 400 590 394L660 388L660 490L-20 490Z', light.material('sand')),
    ...palm(left, 402, random.between(190, 230), random.between(30, 60)),
    ...palm(left - 44, 404, random.between(120, 160), -random.between(10, 30)),
  ]
}

const mixLeaf = ({ light, scene }: Kit): string =>
  scene.season === 'autumn' ? light.material('grass') : light.material('pine')

export const seaCliffs: DrawPlace = (kit) => {
  const { random, light } = kit
  const edge = random.between(250, 300)
  return [
    ...water(kit, 292, 0.2),
    land('M470 306L482 236L506 222L530 240L540 306Z', light.material('wall', 0.5)),
    detail('M482 236L506 222L530 240L524 246L490 244Z', light.material('grass', 0.45)),
    land(
      `M-20 190L150 186L${round(edge - 50)} 204L${round(edge - 40)} 260L${round(edge - 14)} 290L${round(edge - 8)} 340L${round(edge + 26)} 368L-20 380Z`,
      light.material('wall', 0.36),
    ),
    land(
      `M-20 180L60 172L160 182L${round(edge - 46)} 202L${round(edge - 60)} 216L120 204L-20 216Z`,
      light.material('grass', 0.2),
    ),
    lineOf(`M60 226l8 60l-10 70M130 222l-6 50l12 84M${round(edge - 90)} 226l8 44l-6 78`, light.dark, 2.4, 0.28),
    land('M-20 262L90 254L150 276L160 330L196 366L210 410L-20 420Z', light.material('wall', 0.06)),
    detail('M-20 254L40 244L96 250L152 276L90 278L-20 286Z', light.material('grass', 0.04)),
    lineOf(
      `M180 384q20 -14 44 0q20 -14 50 2M${round(edge - 20)} 366q20 -12 40 0q22 -10 40 2M456 308q14 -10 28 0q20 -10 40 0q12 -8 30 0`,
      light.pale,
      4,
      0.85,
    ),
  ]
}
