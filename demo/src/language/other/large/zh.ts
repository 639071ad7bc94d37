import type { Texts } from '../../texts.js'

export const large: Texts['large'] = {
  bar: '大型收藏',
  postcards: '明信片',
  lastList: '上一份列表',
  memory: '内存',
  memoryHint: '本页及其工作线程的 JavaScript 内存，由浏览器不时测量',
  notTold: '尚未得知',
  of: (done, all) => `${done} / ${all}`,
  how: '这些明信片是怎么做出来的',
  made: '每一张都由一个数字在本设备上生成：它的属性、十二种语言的文字，以及卡片进入视野时才绘制的图画。喜欢和搜索所依据的内容同样来自文字：把模型为各属性词语给出的向量相加，再加一点噪声。与小型收藏不同，这里没有读取任何图画，因此搜索找到的是属性，而不是图画里的其他东西。',
  apart: '你在这里所做的与小型收藏分开保存，并且和其他一切一样只留在本设备上。',
  another: '换一个数量',
  make: '生成',
  back: '回到小型收藏',
  making: (done, all) => `正在本设备上生成明信片：${done} / ${all}`,
  stopped: '已停止生成明信片。',
  failed: '无法生成这些明信片。设备的内存可能不够生成这么多。',
  nothingKept: '没有保留任何内容。',
  after: '还是生成吧',
  wayIn: (count) => `试试在本设备上生成的 ${count} 张明信片`,
  wrong: '这个地址要的是别的东西。',
  wrongCount: (given, least, most) =>
    `items=${given} 不是明信片的数量：请用 ${least} 到 ${most} 之间的整数，不带分隔符。这里先显示小型收藏。`,
  wrongModel: '大型收藏只适用于内置模型：请去掉 model= 或 items=。这里先显示小型收藏。',
  soMany: (count) => `${count} 张明信片`,
  anew: '从全部中重新挑选',
}
