export { placeholder, type Redact, redactError, redactor, redactUrl } from './redact.js'
export { redactDeep, redactedLogger } from './redacted-logger.js'
export { SecretBox, type SecretKey } from './secret-box.js'
export {
  loginOf,
  publicUrl,
  secretsOfUrl,
  withoutLogin,
  withSecretsOf,
} from './url-secrets.js'
