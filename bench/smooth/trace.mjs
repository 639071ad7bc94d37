/** What a trace must hold: every task of every thread, and the marks of the page. */
export const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'devtools.timeline.frame',
  'blink.user_timing',
]

const MILLISECOND = 1_000

/** The main thread of the page that set the marks, and when each was set. */
function findPage(events, prefix) {
  const marks = events.filter(({ cat = '', name = '' }) => cat.includes('blink.user_timing') && name.startsWith(prefix))
  const first = marks[0]
  if (first === undefined) throw new Error(`The trace holds no mark that begins with "${prefix}".`)
  const main = events.find(({ name, pid, args }) => {
    return name === 'thread_name' && pid === first.pid && args?.name === 'CrRendererMain'
  })
  if (main === undefined) throw new Error('The trace does not say which thread is the main thread.')
  return { pid: first.pid, tid: main.tid, at: Object.fromEntries(marks.map(({ name, ts }) => [name, ts])) }
}

/** Tasks of the main thread that begin between two marks, or before the second, in milliseconds by the clock and of the processor. */
function tasksBetween(events, { pid, tid, at }, from, to) {
  return events
    .filter((event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid && event.ph === 'X')
    .filter(({ ts }) => ts >= (at[from] ?? 0) && ts < at[to])
    .map(({ dur = 0, tdur = 0 }) => ({ clock: dur / MILLISECOND, processor: tdur / MILLISECOND }))
}

/** There are more tasks than a call takes arguments. */
const largest = (values) => values.reduce((most, value) => Math.max(most, value), 0)

/** Time of the processor says what the page costs; by the clock, other programs of the machine count too. */
function summary(tasks) {
  const clock = tasks.map((task) => task.clock)
  const processor = tasks.map((task) => task.processor)
  return {
    tasks: tasks.length,
    longestMs: largest(clock),
    longestProcessorMs: largest(processor),
    over50: clock.filter((each) => each > 50).length,
    over50Processor: processor.filter((each) => each > 50).length,
    busyMs: processor.reduce((sum, each) => sum + each, 0),
  }
}

/**
 * What the main thread did until the page was scrolled, while it was, and while postcards were liked.
 *
 * @param trace as `browser.stopTracing` gives it
 */
export function readTrace(trace) {
  const { traceEvents: events } = JSON.parse(trace.toString('utf8'))
  const page = findPage(events, 'bench:')
  const between = (from, to) => summary(tasksBetween(events, page, from, to))
  const inWindow = ({ ts }) => ts >= page.at['bench:scroll'] && ts < page.at['bench:scrolled']
  const frames = (name) =>
    events.filter((event) => event.name === name && event.pid === page.pid && inWindow(event)).length
  return {
    opening: between(undefined, 'bench:scroll'),
    scrolling: { ...between('bench:scroll', 'bench:scrolled'), framesDropped: frames('DroppedFrame') },
    liking: between('bench:like', 'bench:liked'),
  }
}
