import { tierLook } from './tier-look.js'

/** Properties of {@link TierMark}. */
export interface TierMarkProps {
  readonly tier: string | undefined
  /** The size in pixels. @default 20 */
  readonly size?: number
}

/** The sign of a tier: a streak for SONIC, a fist for KNUCKLES, an alarm for EGGMAN. */
export function TierMark({ tier, size = 20 }: TierMarkProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${tierLook(tier).text}`}
    >
      {shapes[tier ?? ''] ?? <circle cx="12" cy="12" r="7" strokeDasharray="3 4" />}
    </svg>
  )
}

const shapes: Readonly<Record<string, React.ReactNode>> = {
  SONIC: (
    <>
      <path d="M13 5.5 20.5 12 13 18.5" />
      <g className="origin-center animate-[dash_1.1s_ease-out_infinite_alternate]">
        <path d="M2.5 12H16" />
        <path d="M6 7.5h5" opacity=".6" />
        <path d="M6 16.5h5" opacity=".6" />
      </g>
    </>
  ),
  KNUCKLES: (
    <g className="origin-center animate-[punch_1.8s_ease-in-out_infinite]">
      <path d="M5 11V8.5a1.75 1.75 0 0 1 3.5 0V7a1.75 1.75 0 0 1 3.5 0v-.2a1.75 1.75 0 0 1 3.5 0v1.4a1.75 1.75 0 0 1 3.5 0V14a6.5 6.5 0 0 1-6.5 6.5h-1A7 7 0 0 1 5 13.5Z" />
      <path d="M8.5 8.5V11M12 7v4M15.5 8v3M5 11.5h7a2.25 2.25 0 0 1 0 4.5H10" />
    </g>
  ),
  EGGMAN: (
    <g className="origin-[12px_18px] animate-[ring_.7s_ease-in-out_infinite]">
      <path d="M6 17v-5a6 6 0 0 1 12 0v5" />
      <path d="M4 20.5h16M6 17h12" />
      <path d="M12 2v1.5M4.2 4.7l1.1 1.1M19.8 4.7l-1.1 1.1" />
    </g>
  ),
}
