import { request } from "node:https";
import type { Answer } from "./constant-rate.ts";
import { sleep } from "./interruption.ts";

const CALL_MILLISECONDS = 5_000;
const PAUSE_SECONDS = 0.2;

/** Who answers HTTPS under a name, whatever the name resolves to. */
export interface SecureServer {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Root certificates, the only ones that are trusted. */
  readonly ca: string;
}

/** One request for the front page. @throws Error when the certificate is not the name's own and valid, or there is no whole answer within 5 s */
export function askSecurely({ name, address, port, ca }: SecureServer): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const place = { host: address, port, servername: name, ca, headers: { host: `${name}:${port}` } };
  const outgoing = request({ ...place, agent: false, timeout: CALL_MILLISECONDS }, (response) => {
    let body = "";
    response.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    response.on("error", reject);
    response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
  });
  outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${CALL_MILLISECONDS / 1000} s`)));
  outgoing.on("error", reject).end();
  return promise;
}

/** Asks again until the page is this one. @throws Error with what came instead when it is not within `seconds` */
export async function untilServed(server: SecureServer, page: string, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await askSecurely(server).then(
      ({ status, body }) => (status === 200 && body === page ? "" : `status ${status}, ${body.length} bytes`),
      ({ message }: Error) => message,
    );
    if (seen === "") return;
    if (performance.now() > deadline)
      throw new Error(`https://${server.name}:${server.port}: not the page after ${seconds} s: ${seen}`);
    await sleep(PAUSE_SECONDS);
  }
}
