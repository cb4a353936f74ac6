import type { ButtonHTMLAttributes } from 'react'

/** Properties of {@link Button}. */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` for the one thing that a page is for. @default 'plain' */
  readonly look?: 'primary' | 'plain' | 'quiet'
  /** `true` while what it began goes on: it cannot be pressed again. @default false */
  readonly isBusy?: boolean
}

const looks = {
  primary: 'bg-accent text-on-accent hover:brightness-110 border-transparent',
  plain: 'bg-surface text-ink border-line hover:bg-raised',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-raised hover:text-ink',
}

/** A button. */
export function Button({ look = 'plain', isBusy = false, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      disabled={isBusy}
      aria-busy={isBusy}
      className={`inline-flex h-9 items-center justify-center gap-2 rounded-lg border px-3.5 text-sm font-medium transition disabled:cursor-default disabled:opacity-60 ${looks[look]} ${className}`}
      {...rest}
    >
      {children}
    </button>
  )
}
