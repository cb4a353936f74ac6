export type { DkimKey, SmtpDestination, SmtpOptions } from './options.js'
export { smtp } from './smtp.js'
