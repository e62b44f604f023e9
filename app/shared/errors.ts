/** A mistake of the operator (configuration, usage, state of the database): shown bare, without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}
