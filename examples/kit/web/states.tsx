import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.js'

/** Properties of {@link EmptyState}. */
export interface EmptyStateProps {
  /** The picture above it. */
  readonly picture?: ReactNode
  readonly title: string
  /** What to do about it, in a sentence. */
  readonly advice: string
  /** The button that does so. */
  readonly action?: ReactNode
}

/** The place where nothing is yet, with what to do about it. */
export function EmptyState({ picture, title, advice, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-16 text-center">
      {picture}
      <h2 className="mt-5 text-base font-semibold">{title}</h2>
      <p className="mt-1.5 max-w-sm text-sm text-muted">{advice}</p>
      {action && <div className="mt-6">{action}</div>}
    </div>
  )
}

/** Tells that something could not be read, and lets the reader try again. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const message = error instanceof Error ? error.message : 'the server did not answer'
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-16 text-center">
      <CircleAlert className="size-8 text-bad" aria-hidden />
      <h2 className="mt-4 text-base font-semibold">This could not be loaded</h2>
      <p className="mt-1.5 max-w-md text-sm text-muted">{message}</p>
      <Button className="mt-6" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}

/** A grey shape in the place of what is still being read. */
export function Skeleton({ className = '' }: { readonly className?: string }) {
  return <div aria-hidden className={`animate-pulse rounded-md bg-raised ${className}`} />
}
