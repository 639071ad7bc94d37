import type { DrawPlace, Kit } from '../kit.js'
import { circle, detail, ground, land, lineOf, polygon, round, type Shape } from '../shapes.js'
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
    land(
      ground([
        [-20, 384],
        [120, 368],
        [320, 396],
        [520, 400],
        [660, 388],
      ]),
      light.material('sand'),
    ),
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
    land(
      polygon([
        [470, 306],
        [482, 236],
        [506, 222],
        [530, 240],
        [540, 306],
      ]),
      light.material('wall', 0.5),
    ),
    detail(
      polygon([
        [482, 236],
        [506, 222],
        [530, 240],
        [524, 246],
        [490, 244],
      ]),
      light.material('grass', 0.45),
    ),
    land(
      polygon([
        [-20, 190],
        [150, 186],
        [edge - 50, 204],
        [edge - 40, 260],
        [edge - 14, 290],
        [edge - 8, 340],
        [edge + 26, 368],
        [-20, 380],
      ]),
      light.material('wall', 0.36),
    ),
    land(
      polygon([
        [-20, 180],
        [60, 172],
        [160, 182],
        [edge - 46, 202],
        [edge - 60, 216],
        [120, 204],
        [-20, 216],
      ]),
      light.material('grass', 0.2),
    ),
    lineOf(`M60 226l8 60l-10 70M130 222l-6 50l12 84M${round(edge - 90)} 226l8 44l-6 78`, light.dark, 2.4, 0.28),
    land(
      polygon([
        [-20, 262],
        [90, 254],
        [150, 276],
        [160, 330],
        [196, 366],
        [210, 410],
        [-20, 420],
      ]),
      light.material('wall', 0.06),
    ),
    detail(
      polygon([
        [-20, 254],
        [40, 244],
        [96, 250],
        [152, 276],
        [90, 278],
        [-20, 286],
      ]),
      light.material('grass', 0.04),
    ),
    lineOf(
      `M180 384q20 -14 44 0q20 -14 50 2M${round(edge - 20)} 366q20 -12 40 0q22 -10 40 2M456 308q14 -10 28 0q20 -10 40 0q12 -8 30 0`,
      light.pale,
      4,
      0.85,
    ),
  ]
}
