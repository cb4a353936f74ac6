import { generate, type SelfsignedOptions } from 'selfsigned'

/** A certificate and its key, in PEM form. */
export interface KeyPair {
  readonly key: string
  readonly cert: string
}

/** Makes a certificate for this machine's address and name, signed by itself unless there is an authority. */
export async function certificate(options: SelfsignedOptions = {}, names = ['127.0.0.1']): Promise<KeyPair> {
  const altNames = names.map((name) =>
    /^[\d.]+$/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  )
  const pems = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames }],
    ...options,
  })
  return { key: pems.private, cert: pems.cert }
}

/** The options that make a certificate one of an authority. */
export const authorityOptions: SelfsignedOptions = {
  extensions: [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ],
}
