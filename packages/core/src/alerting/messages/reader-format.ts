import type { Money } from '../../money/index.js'
import type { NoticeReader } from '../alert-notice.js'

/** Writes values in the language and the time zone of a reader. */
export interface ReaderFormat {
  /** Writes a time with its zone, such as `Jan 31, 2026, 1:30 PM GMT+1`. */
  time(at: number): string
  /** Writes an amount, such as `€1,299.00`. */
  money(money: Money): string
  /** Writes a share, such as `12%`. */
  percent(percent: number): string
  /** Writes a number. */
  count(count: number): string
  /** Writes a latency, such as `604 ms`. */
  latency(ms: number): string
  /** Writes how long something lasted, such as `1 hr 5 min`. */
  duration(ms: number): string
}

const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000]

/** Makes the format of a reader. A language or a time zone that the machine does not know counts as `en` and as UTC. */
export function readerFormat({ language = 'en', timeZone = 'UTC' }: NoticeReader): ReaderFormat {
  const locale = isKnown(() => new Intl.Locale(language)) ? language : 'en'
  const zone = isKnown(() => new Intl.DateTimeFormat('en', { timeZone })) ? timeZone : 'UTC'
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, options).format(value)
  const unit = (value: number, name: string) =>
    number(value, { style: 'unit', unit: name, unitDisplay: 'short' })
  const time = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone,
  })
  const zoneName = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
  return {
    time: (at) => {
      const name = zoneName.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? zone
      return `${time.format(at)} ${name}`
    },
    money: ({ amount, currency }) => number(Number(amount), { style: 'currency', currency }),
    percent: (percent) => number(percent / 100, { style: 'percent', maximumFractionDigits: 1 }),
    count: (count) => number(count, { maximumFractionDigits: 0 }),
    latency: (ms) =>
      ms < secondMs
        ? unit(Number(ms.toPrecision(3)), 'millisecond')
        : unit(Number((ms / secondMs).toPrecision(3)), 'second'),
    duration: (ms) =>
      partsOf(ms)
        .map(([value, name]) => unit(value, name))
        .join(' '),
  }
}

/** Returns the two largest parts of a time span. */
function partsOf(ms: number): readonly (readonly [value: number, unit: string])[] {
  const all = [
    [Math.floor(ms / dayMs), 'day'],
    [Math.floor((ms % dayMs) / hourMs), 'hour'],
    [Math.floor((ms % hourMs) / minuteMs), 'minute'],
    [Math.floor((ms % minuteMs) / secondMs), 'second'],
  ] as const
  const first = all.findIndex(([value]) => value > 0)
  if (first < 0) return [[0, 'second']]
  return all.slice(first, first + 2).filter(([value]) => value > 0)
}

function isKnown(make: () => unknown): boolean {
  try {
    make()
    return true
  } catch {
    return false
  }
}
