/** HTTP requests to an address under another host name, as curl's --resolve does. */
import { type IncomingHttpHeaders, request as plain } from "node:http";
import { request as secure } from "node:https";
import type { PeerCertificate, TLSSocket } from "node:tls";

/** A guard against a server that never answers. */
const patience = 60_000;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The server's certificate; only over https. */
  readonly certificate?: PeerCertificate;
}

export interface Options {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Milliseconds; a minute without it. */
  readonly timeout?: number;
  /** Trusted root in PEM: the certificate must verify for the host. Without it, any certificate is taken. */
  readonly ca?: string;
}

/** @param url scheme and host name to ask for; @param address where to connect; @throws on any connection error or after the time-out */
export function ask(url: string, address: string, options: Options = {}): Promise<Answer> {
  const { protocol, hostname, port } = new URL(url);
  const timeout = options.timeout ?? patience;
  const isSecure = protocol === "https:";
  return new Promise((resolve, reject) => {
    const call = (isSecure ? secure : plain)(
      {
        host: address,
        port: port === "" ? undefined : Number(port),
        path: options.path ?? "/",
        method: options.method ?? "GET",
        headers: { host: hostname, connection: "close", ...options.headers },
        agent: false,
        timeout,
        ...(isSecure
          ? { servername: hostname, ca: options.ca, rejectUnauthorized: options.ca !== undefined }
          : {}),
      },
      (response) => {
        const certificate = isSecure ? (response.socket as TLSSocket).getPeerCertificate(true) : undefined;
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          body += part;
        });
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, certificate }),
        );
      },
    );
    call.on("timeout", () => call.destroy(new Error(`no answer from ${url} within ${timeout} ms`)));
    call.on("error", reject);
    call.end(options.body);
  });
}

/** @returns the status, or the error's code when there is no answer at all */
export async function statusOf(
  url: string,
  address: string,
  options: Options = {},
): Promise<number | string> {
  try {
    return (await ask(url, address, options)).status;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

/** Upgrades a connection and says something through it. @returns what came back; @throws when it is not upgraded */
export function upgrade(url: string, address: string, message: string): Promise<string> {
  const { hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = { host: hostname, connection: "Upgrade", upgrade: "echo" };
    const call = plain({ host: address, headers, agent: false, timeout: patience });
    call.on("upgrade", (_response, socket) => {
      socket.once("data", (data: Buffer) => {
        socket.destroy();
        resolve(data.toString());
      });
      socket.write(message);
    });
    call.on("response", ({ statusCode }) => reject(new Error(`not upgraded but ${statusCode}`)));
    call.on("timeout", () => call.destroy(new Error(`no answer from ${url} within ${patience} ms`)));
    call.on("error", reject);
    call.end();
  });
}
