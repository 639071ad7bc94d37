import { vocabulary } from './en-vocabulary.js'
import type { LanguageText } from './language.js'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const withArticle = (text: string): string => `${/^[aeiou]/i.test(text) ? 'an' : 'a'} ${text}`

export const en: LanguageText = {
  vocabulary,
  captions: [
    (w) => `${capital(w.subject)} ${w.place} ${w.hour}, ${w.season}, with ${w.weather}.`,
    (w) => `${capital(withArticle(w.style))} of ${w.subject} ${w.place}: ${w.weather}, ${w.hour}.`,
    (w) => `${capital(w.hour)}, ${w.place}: ${w.subject} and ${w.weather}. The mood is ${w.mood}.`,
    (w) => `It is ${w.mood} ${w.place}. ${capital(w.subject)}, ${w.weather}, ${w.season}.`,
    (w) => `${capital(w.weather)} ${w.place}, and ${w.subject} ${w.hour}. ${capital(withArticle(w.style))}.`,
    (w) => `${capital(w.subject)} ${w.place}.`,
    (w) => `${capital(w.season)} ${w.hour} I found ${w.subject} ${w.place}. There was ${w.weather}.`,
    (w) => `Greetings from ${w.subject} ${w.place}! ${capital(w.weather)} ${w.hour}, and everything feels ${w.mood}.`,
    (w) => `${capital(w.place)} ${w.season}: ${w.subject}, drawn as ${withArticle(w.style)}.`,
    (w) => `Look, ${w.subject}! ${capital(w.weather)} ${w.place} ${w.hour}.`,
    (w) => `${capital(withArticle(w.style))}, ${w.mood}, showing ${w.subject} ${w.place} ${w.hour} ${w.season}.`,
    (w) => `There is ${w.subject} ${w.place}, and ${w.weather} ${w.season}.`,
    (w) => `${capital(w.weather)} ${w.hour}. ${capital(w.place)} waits ${w.subject}, and all is ${w.mood}.`,
    (w) => `We stayed ${w.place} ${w.season}; ${w.weather}, ${w.subject}, and nothing else to do.`,
    (w) => `${capital(w.hour)} ${w.season}, ${w.subject} ${w.place} in ${w.weather}, as ${withArticle(w.style)}.`,
    (w) => `I am writing ${w.hour}, ${w.place}. ${capital(w.subject)} keeps me company; it feels ${w.mood}.`,
    (w) => `${capital(w.subject)}, ${w.weather}, ${w.hour}: ${w.mood} days ${w.place}.`,
    (w) => `${capital(w.mood)}: ${w.subject} ${w.place} with ${w.weather}. ${capital(w.season)}.`,
  ],
  nameStarts: [
    'Marrow', 'Thistle', 'Amber', 'Lark', 'Hollow', 'Pebble', 'Saffron', 'Wren', 'Ember', 'Juniper', 'Quill', 'Moth',
    'Silver', 'Tamar', 'Orla', 'Briar', 'Copper', 'Velvet', 'Alder', 'Myrtle', 'Plover', 'Cinder', 'Sorrel', 'Indigo',
  ],
  nameEnds: {
    harbour: ['mouth', ' Quay', 'haven', ' Harbour'],
    'mountain-lake': ['mere', ' Tarn', 'water', ' Lake'],
    desert: [' Dunes', ' Sands', ' Waste'],
    'old-town': ['bury', 'gate', ' Old Town', 'stead'],
    forest: ['wood', ' Forest', 'holt', 'grove'],
    meadow: ['field', ' Meadow', 'lea', 'down'],
    'island-beach': [' Island', ' Cay', ' Beach', ' Atoll'],
    'snow-village': ['thorpe', 'by', ' Village', 'hus'],
    canyon: [' Canyon', ' Gorge', 'rift'],
    'city-rooftops': [' City', 'ton', ' Heights', 'burgh'],
    'rice-terraces': [' Terraces', ' Steps', ' Fields'],
    'river-delta': [' Delta', 'fen', ' Reeds', 'marsh'],
    'sea-cliffs': ['cliff', ' Head', 'ness', ' Point'],
    volcano: [' Peak', ' Fell', 'horn', ' Mountain'],
  },
  weatherTitles: {
    clear: ['Open sky', 'Clear air', 'Nothing but blue'],
    cloudy: ['Slow clouds', 'A ceiling of wool', 'Grey morning gold'],
    rain: ['Slow rain', 'The long shower', 'Wet stones'],
    snow: ['First snow', 'White hush', 'Snow on the sill'],
    fog: ['Mist', 'The hidden hour', 'Half seen'],
    storm: ['Thunder', 'Before the lightning', 'The loud night'],
    wind: ['The wind comes up', 'Hold your hat', 'A day of gusts'],
    rainbow: ['After the shower', 'Seven colours', 'The bow'],
  },
  hourTitles: {
    dawn: ['First light', 'Early bread', 'Before the bells', 'Low tide'],
    noon: ['Long noon', 'No shadows', 'A slow lunch', 'High sun'],
    dusk: ['Last ferry', 'Evening', 'Lamps coming on', 'The sun goes down'],
    night: ['Awake', 'Moonrise', 'Night watch', 'Small hours'],
  },
  titles: [
    (happening, name) => `${happening} at ${name}`,
    (happening, name) => `${name}, ${happening.charAt(0).toLowerCase()}${happening.slice(1)}`,
    (happening, name) => `${happening}, ${name}`,
  ],
}
