/** What money does, and how it is paid. In a file of its own: the front needs no schemas. */
export const KINDS = ["income", "expense"] as const;
export const PAYMENT_METHODS = ["cash", "card", "check", "transfer", "other"] as const;
