import { secureHeaders } from 'hono/secure-headers'

/**
 * Adds the headers of OWASP's HTTP Headers Cheat Sheet. Pages may load only the app's own files: no script, style or frame
 * from elsewhere, and no inline script.
 *
 * @param isHttps - whether browsers reach the app by HTTPS, which they are then told to keep to.
 */
export const securityHeaders = (isHttps: boolean) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // uPlot and positioned parts set their size by style attributes, which cannot run anything.
      styleSrc: ["'self'"],
      styleSrcAttr: ["'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'https:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    strictTransportSecurity: isHttps ? 'max-age=63072000; includeSubDomains' : false,
    xFrameOptions: 'DENY',
    xXssProtection: false,
    referrerPolicy: 'no-referrer',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  })
