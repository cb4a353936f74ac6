/** A schema of JSON Schema 2020-12, which OpenAPI 3.1 uses. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** The schema of a text. */
export const text: JsonSchema = { type: 'string' }
/** The schema of a number. */
export const number: JsonSchema = { type: 'number' }
/** The schema of an integer. */
export const integer: JsonSchema = { type: 'integer' }
/** The schema of `true` or `false`. */
export const boolean: JsonSchema = { type: 'boolean' }
/** The schema of an object of any members. */
export const object: JsonSchema = { type: 'object' }
/** The schema of a duration: a text such as `30s`, or milliseconds. */
export const duration: JsonSchema = { type: ['string', 'number'], examples: ['30s', '5m', '1d'] }
/** The schema of a time in an answer. A time that no date can hold stays a number. */
export const time: JsonSchema = { type: ['string', 'number'], examples: ['2026-01-31T12:00:00.000Z'] }
/** The schema of an amount of money. */
export const money: JsonSchema = {
  type: 'object',
  properties: {
    amount: { type: 'string', examples: ['19.99'] },
    currency: { type: 'string', examples: ['EUR'] },
  },
  required: ['amount', 'currency'],
}

/** Returns the schema of a list. */
export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })

/** Returns the schema of one of some texts. */
export const oneOf = (...values: readonly string[]): JsonSchema => ({ type: 'string', enum: values })

/** Returns the schema of a value that may be `null`. */
export const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })

/** Returns the schema of an object, of which the members that are named last are always there. */
export const objectOf = (
  properties: Readonly<Record<string, JsonSchema>>,
  ...required: readonly string[]
): JsonSchema => ({ type: 'object', properties, required })
