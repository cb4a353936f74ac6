/**
 * A schema by the specification Standard Schema, version 1 (https://standardschema.dev): one of zod, Valibot, ArkType or
 * another library.
 */
export interface StandardSchema<Output = unknown, Input = unknown> {
  /** The members that the specification defines. */
  readonly '~standard': {
    /** The version of the specification. */
    readonly version: 1
    /** The name of the library. */
    readonly vendor: string
    /** Validates a value. */
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    /** The types, for the compiler alone. */
    readonly types?: { readonly input: Input; readonly output: unknown } | undefined
  }
}

/** The result of validating: the value to go on with, or what is wrong. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

/** Something that is wrong with a value. */
export interface StandardIssue {
  /** The reason in words. */
  readonly message: string
  /** The way to the wrong part; absent for the whole value. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}
