/** The mark and the name of the app. */
export function Brand() {
  return (
    <span className="flex items-center gap-2.5 font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden>
        <path
          d="M5 23a11 11 0 0 1 22 0"
          fill="none"
          stroke="var(--sonic)"
          strokeWidth="3.5"
          strokeLinecap="round"
        />
        <path d="m16 23 6.5-10" stroke="var(--ink)" strokeWidth="3" strokeLinecap="round" />
      </svg>
      <span className="hidden whitespace-nowrap sm:inline">Sonic Speedometer</span>
    </span>
  )
}
