export { type Redact, redactError, redactor, redactUrl } from './redact.js'
export { redactedLogger } from './redacted-logger.js'
