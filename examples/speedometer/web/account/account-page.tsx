import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../../kit/web/button.js'
import { Field } from '../../../kit/web/field.js'
import { session } from '../../../kit/web/session.js'
import { Brand } from '../brand.js'

/** The page on which people sign in. */
export function SignInPage() {
  return <AccountPage isNew={false} />
}

/** The page on which people make their account. */
export function SignUpPage() {
  return <AccountPage isNew />
}

const words = {
  signIn: { title: 'Welcome back', button: 'Sign in', other: 'New here?', link: 'Make an account' },
  signUp: { title: 'Make your account', button: 'Sign up', other: 'You have an account?', link: 'Sign in' },
}

function AccountPage({ isNew }: { readonly isNew: boolean }) {
  const { title, button, other, link } = isNew ? words.signUp : words.signIn
  const { send, error, isBusy } = useAccountForm(isNew)
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-12">
      <Brand />
      <form
        onSubmit={(event) => void send(event)}
        className="mt-8 w-full max-w-sm space-y-5 rounded-card border border-line bg-surface p-7"
      >
        <h1 className="text-lg font-semibold">{title}</h1>
        {isNew && <Field label="Name" name="name" required maxLength={100} autoComplete="name" />}
        <Field label="E-mail" name="email" type="email" required autoComplete="email" />
        <Field
          label="Password"
          name="password"
          type="password"
          required
          minLength={isNew ? 10 : 1}
          hint={isNew ? 'At least 10 characters.' : undefined}
          autoComplete={isNew ? 'new-password' : 'current-password'}
        />
        {error && (
          <p role="alert" className="text-sm text-bad">
            {error}
          </p>
        )}
        <Button type="submit" look="primary" isBusy={isBusy} className="h-10 w-full">
          {button}
        </Button>
      </form>
      <p className="mt-5 text-sm text-muted">
        {other}{' '}
        <Link to={isNew ? '/sign-in' : '/sign-up'} className="font-medium text-accent hover:underline">
          {link}
        </Link>
      </p>
    </main>
  )
}

function useAccountForm(isNew: boolean) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [error, setError] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = {
      name: String(form.get('name')),
      email: String(form.get('email')),
      password: String(form.get('password')),
    }
    setBusy(true)
    setError(undefined)
    try {
      const user = isNew ? await session.register(given) : await session.signIn(given)
      queries.setQueryData(['session'], user)
      await navigate({ to: '/' })
    } catch (cause) {
      setError(cause instanceof Error ? `${cause.message}.` : 'The server did not answer.')
    } finally {
      setBusy(false)
    }
  }
  return { send, error, isBusy }
}
