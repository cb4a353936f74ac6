import { latencyText } from '../../../kit/web/format.js'
import { tierLook } from './tier-look.js'

/** A band of the gauge, in milliseconds. The space between two bands is a dead band. */
export interface GaugeBand {
  readonly name: string
  readonly fromMs: number
  readonly toMs: number
}

/** Properties of {@link SpeedGauge}. */
export interface SpeedGaugeProps {
  readonly latencyMs: number | undefined
  readonly bands: readonly GaugeBand[]
  /** The tier of the last check, by which the needle is colored. */
  readonly tier: string | undefined
  /** The width in pixels. @default 168 */
  readonly width?: number
}

const [startAngle, endAngle] = [-200, 20]
const radius = 74

/** Returns the place of a latency on the gauge, from 0 to 1: by its logarithm, so that 5 and 500 ms both are seen. */
function placeOf(ms: number): number {
  const [low, high] = [Math.log(5), Math.log(2_000)]
  return Math.min(1, Math.max(0, (Math.log(Math.max(ms, 1)) - low) / (high - low)))
}

function pointAt(place: number, length: number): string {
  const angle = ((startAngle + place * (endAngle - startAngle)) * Math.PI) / 180
  return `${(100 + Math.cos(angle) * length).toFixed(2)} ${(96 + Math.sin(angle) * length).toFixed(2)}`
}

function arc(from: number, to: number): string {
  const isLarge = (to - from) * (endAngle - startAngle) > 180 ? 1 : 0
  return `M ${pointAt(from, radius)} A ${radius} ${radius} 0 ${isLarge} 1 ${pointAt(to, radius)}`
}

/** A speedometer: the bands of the tiers in their colors, the dead bands thin between them, and a needle. */
export function SpeedGauge({ latencyMs, bands, tier, width = 168 }: SpeedGaugeProps) {
  const text = latencyText(latencyMs)
  return (
    <svg viewBox="0 0 200 138" width={width} role="img" aria-label={`${text}, ${tier ?? 'not checked yet'}`}>
      <path d={arc(0, 1)} fill="none" stroke="var(--line)" strokeWidth="3" strokeLinecap="round" />
      {bands.map(({ name, fromMs, toMs }) => (
        <path
          key={name}
          d={arc(placeOf(fromMs), placeOf(toMs))}
          fill="none"
          stroke={`var(${tierLook(name).color})`}
          strokeWidth={name === tier ? 12 : 8}
          opacity={name === tier || tier === undefined ? 1 : 0.45}
        />
      ))}
      {latencyMs !== undefined && (
        <g
          style={{
            transform: `rotate(${startAngle + placeOf(latencyMs) * (endAngle - startAngle)}deg)`,
            transformOrigin: '100px 96px',
            transition: 'transform .6s cubic-bezier(.3,1.4,.5,1)',
          }}
        >
          <path d="M 100 93.2 L 158 96 L 100 98.8 Z" fill="var(--ink)" />
        </g>
      )}
      <circle cx="100" cy="96" r="6" fill="var(--ink)" />
      <text
        x="100"
        y="132"
        textAnchor="middle"
        fill="var(--ink)"
        className="text-[21px] font-semibold tabular-nums"
      >
        {text}
      </text>
    </svg>
  )
}
