/**
 * Returns the address of a caller. Of `X-Forwarded-For`, which each proxy appends to, only what the trusted proxies in front
 * wrote counts; everything before it may be made up.
 *
 * @param remote - the address of the connection.
 * @param forwarded - the header.
 * @param trustedProxies - the number of proxies in front.
 */
export function callerAddress(remote: string, forwarded: string | undefined, trustedProxies: number): string {
  if (trustedProxies === 0) return remote
  const hops = [...(forwarded?.split(',').map((hop) => hop.trim()) ?? []), remote]
  return hops[Math.max(0, hops.length - 1 - trustedProxies)] || remote
}
