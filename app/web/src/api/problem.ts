/** What the API answers when it refuses (RFC 9457), in the tenant's language. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  /** Id of the request, for support. */
  readonly instance?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** The resource as it is now, when somebody else changed it. */
  readonly current?: unknown;
}
