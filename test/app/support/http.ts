import { type Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Names of all headers as they came, repeats included. */
  readonly names: readonly string[];
  readonly body: string;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly payload?: object;
  /** For a kept connection; by default each call has its own. */
  readonly agent?: Agent;
}

/** One request to a port of the loopback address. `fetch` would not let a test choose the Host header. */
export function call(port: number, path: string, options: CallOptions = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { method = "GET", payload, agent } = options;
  const headers = { ...(payload ? { "content-type": "application/json" } : {}), ...options.headers };
  const outgoing = request(
    { host: "127.0.0.1", port, path, method, headers, agent: agent ?? false, timeout: 60_000 },
    (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          names: response.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()),
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    },
  );
  outgoing.on("timeout", () => outgoing.destroy(new Error("timed out")));
  outgoing.on("error", reject).end(payload && JSON.stringify(payload));
  return promise;
}
