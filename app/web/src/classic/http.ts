import { request as send } from "../api/http.ts";

export { type ApiFailure, toFailure } from "../api/http.ts";

export const request = <Answer>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: object,
  key?: string,
) => send<Answer>(method, path, { ...(body && { body }), ...(key && { key }) });
