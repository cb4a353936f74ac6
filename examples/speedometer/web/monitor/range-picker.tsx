const hourMs = 3_600_000

/** The spans that a page shows, in milliseconds. */
export const ranges = {
  '1h': hourMs,
  '24h': 24 * hourMs,
  '7d': 168 * hourMs,
  '30d': 720 * hourMs,
  '1y': 8_760 * hourMs,
} as const

/** The name of a span. */
export type Range = keyof typeof ranges

/** Properties of {@link RangePicker}. */
export interface RangePickerProps {
  readonly range: Range
  onChange(range: Range): void
}

/** Lets the reader choose the span. */
export function RangePicker({ range, onChange }: RangePickerProps) {
  return (
    <fieldset aria-label="Span" className="flex rounded-lg bg-raised p-0.5">
      {(Object.keys(ranges) as Range[]).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === range}
          onClick={() => onChange(name)}
          className="rounded-md px-2.5 py-1 text-xs font-medium text-muted aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-sm"
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
