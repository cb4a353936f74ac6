import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, Outlet, useNavigate } from '@tanstack/react-router'
import { session } from '../../kit/web/session.js'
import { Shell } from '../../kit/web/shell.js'
import { ErrorState } from '../../kit/web/states.js'
import { Brand } from './brand.js'
import { useLive } from './live.js'

/** The frame of the pages of who is signed in. Everybody else is sent to sign in. */
export function Frame() {
  const { data: user, error, refetch } = useQuery({ queryKey: ['session'], queryFn: session.read })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (user === undefined) return null
  return user === null ? <Navigate to="/sign-in" /> : <SignedInFrame name={user.name} />
}

function SignedInFrame({ name }: { readonly name: string }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const isLive = useLive()
  const signOut = async () => {
    await session.signOut()
    queries.clear()
    await navigate({ to: '/sign-in' })
  }
  return (
    <Shell
      brand={
        <Link to="/" aria-label="Sonic Speedometer, dashboard">
          <Brand />
        </Link>
      }
      links={
        <Link
          to="/"
          className="rounded-md px-3 py-1.5 text-muted hover:text-ink"
          activeProps={{ className: 'bg-raised !text-ink font-medium' }}
        >
          Dashboard
        </Link>
      }
      user={name}
      onSignOut={() => void signOut()}
    >
      {!isLive && (
        <p role="status" className="mb-6 rounded-lg border border-warn/40 bg-warn/10 px-4 py-2.5 text-sm">
          The line to the server is down. What you see is as it was; it goes on by itself.
        </p>
      )}
      <Outlet />
    </Shell>
  )
}
