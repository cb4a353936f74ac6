import type { ReactNode } from 'react'

/** Properties of {@link Panel}. */
export interface PanelProps {
  /** The title of the part. */
  readonly title?: string
  /** What stands at the end of the title's line. */
  readonly aside?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** A part of a page with a border. */
export function Panel({ title, aside, className = '', children }: PanelProps) {
  return (
    <section className={`rounded-card border border-line bg-surface ${className}`}>
      {title && (
        <header className="flex items-center justify-between gap-4 border-b border-line px-5 py-3.5">
          <h2 className="text-sm font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  )
}
