/** @returns the code of a PostgreSQL (SQLSTATE) or system error, or undefined for any other value */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
