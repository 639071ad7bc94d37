/** What a large collection says of itself. */
export const large = {
  bar: 'A large collection',
  postcards: 'Postcards',
  lastList: 'Last list',
  memory: 'Memory',
  memoryHint: 'JavaScript of this page and its workers, as the browser measures it now and then',
  notTold: 'not told yet',
  of: (done: string, all: string) => `${done} of ${all}`,
  how: 'How these postcards are made',
  made: "Each comes from a number, on this device: its attributes, its words in twelve languages, and its picture, which is drawn when its card comes into view. What likes and searches follow is made from words as well: the model's vectors for the words of its attributes, added up, with a little noise. No picture was read for it, as it was for the small collection, so a search finds attributes, and not what else a picture may show.",
  apart: 'What you do here is kept apart from the small collection, and on this device only, like all of it.',
  another: 'Another number',
  make: 'Make them',
  back: 'Back to the small collection',
  making: (done: string, all: string) => `Making postcards on this device: ${done} of ${all}`,
  stopped: 'Making postcards was stopped.',
  failed: 'The postcards could not be made. The device may have too little memory for so many.',
  nothingKept: 'Nothing of it was kept.',
  after: 'Make them after all',
  wayIn: (count: string) => `Try it with ${count} postcards, made on this device`,
  wrong: 'This address asks for something else.',
  wrongCount: (given: string, least: string, most: string) =>
    `items=${given} is no number of postcards: use a whole number from ${least} to ${most}, without commas. Here is the small collection instead.`,
  wrongModel:
    'A large collection is made for the embedded model only: leave out model= or items=. Here is the small collection instead.',
  soMany: (count: string) => `${count} postcards`,
  anew: 'Choose anew from all of them',
}
