import { type InputHTMLAttributes, useId } from 'react'

/** Properties of {@link Field}. */
export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  /** The name that people see. */
  readonly label: string
  /** A sentence that helps. */
  readonly hint?: string | undefined
  /** The reason why the value was refused. */
  readonly error?: string | undefined
}

/** A text field with its label, and with the reason where its value was refused. */
export function Field({ label, hint, error, className = '', ...rest }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="h-10 w-full rounded-lg border border-line bg-surface px-3 text-sm placeholder:text-faint aria-invalid:border-bad"
        {...rest}
      />
      {note && (
        <p id={`${id}-note`} className={`mt-1.5 text-xs ${error ? 'text-bad' : 'text-muted'}`}>
          {note}
        </p>
      )}
    </div>
  )
}
