/** What a stub answers; 204 has no body. */
export interface StubAnswer {
  readonly status: number;
  readonly body?: object;
  /** Instead of a body, as it is. */
  readonly file?: { readonly type: string; readonly content: Buffer };
}

/** What is asked of a stub. */
export interface StubRequest {
  readonly method: string;
  /** Behind /api, such as /contracts/1. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Empty, where it is not JSON. */
  readonly body: object;
}

export const problem = (status: number, name: string, more: object = {}): StubAnswer => ({
  status,
  body: { type: `urn:chalan:problem:${name}`, title: name, status, ...more },
});
export const ok = (body: object): StubAnswer => ({ status: 200, body });
