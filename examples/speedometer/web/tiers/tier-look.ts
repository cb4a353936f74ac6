/** The look of a tier. Names that a host invents have the neutral one. */
export interface TierLook {
  /** The class of its text. */
  readonly text: string
  /** The class of its background. */
  readonly fill: string
  /** The custom property of its color. */
  readonly color: string
}

const looks: Readonly<Record<string, TierLook>> = {
  SONIC: { text: 'text-sonic', fill: 'bg-sonic', color: '--sonic' },
  KNUCKLES: { text: 'text-knuckles', fill: 'bg-knuckles', color: '--knuckles' },
  EGGMAN: { text: 'text-eggman', fill: 'bg-eggman', color: '--eggman' },
}

/** Returns the look of a tier. */
export const tierLook = (tier: string | undefined): TierLook =>
  looks[tier ?? ''] ?? { text: 'text-muted', fill: 'bg-faint', color: '--faint' }
