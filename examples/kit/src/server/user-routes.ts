import {
  ForbiddenError,
  NotFoundError,
  type Telltale,
  UnauthorizedError,
  ValidationError,
} from '@telltale/core'
import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { z } from 'zod'
import type { Auth } from '../accounts/accounts.js'
import type { Caller, Identities } from '../accounts/identify.js'
import type { UserDirectory } from '../accounts/user-directory.js'
import { answer } from './answers.js'
import type { ServerContext } from './server-context.js'

const newUserSchema = z.strictObject({
  name: z.string().min(1).max(100),
  email: z.email().max(254),
  password: z.string().min(10).max(200),
  role: z.enum(['user', 'admin']).default('user'),
})
const changesSchema = z
  .strictObject({ name: z.string().min(1).max(100), role: z.enum(['user', 'admin']), isBanned: z.boolean() })
  .partial()
const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(100).optional(),
})

/** Options of {@link userRoutes}. */
export interface UserRouteOptions {
  readonly auth: Auth
  readonly users: UserDirectory
  readonly identities: Identities
  readonly telltale: Telltale
}

/**
 * Makes the routes of the users: list and create for admins; read, change, export and delete for admins and oneself. Every
 * act of an admin on somebody else is written to that user's audit log. To others, a user is one that there is not.
 */
export function userRoutes(options: UserRouteOptions): Hono<ServerContext> {
  const routes = new Hono<ServerContext>()
  addAdminRoutes(routes, options)
  addOwnRoutes(routes, options)
  return routes
}

/** Identifies the caller, who must be allowed to do what the method does. */
async function callerOf({ identities }: UserRouteOptions, context: Context<ServerContext>): Promise<Caller> {
  const caller = await identities.identify(context.req.raw.headers)
  if (!caller) throw new UnauthorizedError('sign in first')
  if (context.req.method !== 'GET' && !caller.mayWrite) throw new ForbiddenError('this key may only read')
  return caller
}

function addAdminRoutes(routes: Hono<ServerContext>, options: UserRouteOptions): void {
  const { auth, users, telltale } = options
  const adminOf = async (context: Context<ServerContext>): Promise<Caller> => {
    const caller = await callerOf(options, context)
    if (caller.role !== 'admin') throw new ForbiddenError('only an admin may do this')
    return caller
  }

  routes.get('/', async (context) => {
    await adminOf(context)
    return answer(context, await users.page(checked(pageSchema, context.req.query())))
  })
  routes.post('/', async (context) => {
    const caller = await adminOf(context)
    const given = checked(newUserSchema, await context.req.json().catch(() => undefined))
    if (await users.findByEmail(given.email))
      throw new ValidationError('users', [{ path: 'email', message: 'expected one that has no account yet' }])
    const { user } = await auth.api.createUser({ body: given })
    await telltale.for(user.id).audit.write({ who: caller.id, what: 'user.created', record: user.id })
    return answer(context, await users.find(user.id), 201)
  })
}

function addOwnRoutes(routes: Hono<ServerContext>, options: UserRouteOptions): void {
  const { auth, users, identities, telltale } = options

  /** Finds the user of a path, for an admin or that user. Writes an admin's act on another to the audit. */
  const subjectOf = async (context: Context<ServerContext>, act: string) => {
    const caller = await callerOf(options, context)
    const id = context.req.param('id') ?? ''
    const user = caller.id === id || caller.role === 'admin' ? await users.find(id) : undefined
    if (!user) throw new NotFoundError(`there is no user '${id}'`)
    if (caller.id !== id) await telltale.for(id).audit.write({ who: caller.id, what: act, record: id })
    return { caller, user }
  }
  const endSessions = async (id: string) => {
    const { internalAdapter } = await auth.$context
    await internalAdapter.deleteUserSessions(id)
  }

  routes.get('/:id', async (context) => answer(context, (await subjectOf(context, 'user.read')).user))
  routes.put('/:id', async (context) => {
    const changes = checked(changesSchema, await context.req.json().catch(() => undefined))
    const { caller, user } = await subjectOf(context, 'user.changed')
    const isForAdmins = changes.role !== undefined || changes.isBanned !== undefined
    if (isForAdmins && (caller.role !== 'admin' || caller.id === user.id))
      throw new ForbiddenError('only another admin may change a role or a ban')
    await users.change(user.id, changes)
    if (isForAdmins) await endSessions(user.id)
    identities.forget()
    return answer(context, await users.find(user.id))
  })
  routes.get('/:id/export', async (context) => {
    const { user } = await subjectOf(context, 'user.exported')
    context.header('content-type', 'application/x-ndjson')
    context.header('content-disposition', 'attachment; filename="telltale-export.ndjson"')
    return stream(context, async (output) => {
      for await (const bytes of telltale.privacy.export(user.id)) await output.write(bytes)
    })
  })
  routes.delete('/:id', async (context) => {
    const { user } = await subjectOf(context, 'user.deleted')
    await telltale.privacy.erase(user.id)
    await endSessions(user.id)
    await users.remove(user.id)
    identities.forget()
    return answer(context, { id: user.id })
  })
}

/** Returns what a schema makes of a value. @throws `ValidationError` naming each member that is wrong. */
function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(value)
  if (!error) return data
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new ValidationError('users', issues)
}
