export { type Redact, redactError, redactor, redactUrl } from './redact.js'
