/** The user who is signed in. */
export interface SignedIn {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** An answer of the kit's own routes that was no success. */
class RefusedError extends Error {
  readonly code: string

  constructor({ code, message }: { readonly code: string; readonly message: string }) {
    super(message)
    this.name = 'RefusedError'
    this.code = code
  }
}

async function ask<Data>(method: string, path: string, body?: unknown): Promise<Data> {
  const response = await fetch(`/api${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const { data, error } = await response.json()
  if (error) throw new RefusedError(error)
  return data
}

/** The account of the reader, by the kit's routes. */
export const session = {
  /** Resolves to who is signed in, or to `null`. */
  read: () => ask<SignedIn | null>('GET', '/session'),
  signIn: (given: { readonly email: string; readonly password: string }) =>
    ask<SignedIn>('POST', '/sign-in', given),
  register: (given: { readonly name: string; readonly email: string; readonly password: string }) =>
    ask<SignedIn>('POST', '/register', given),
  signOut: () => ask<null>('POST', '/sign-out', {}),
}
