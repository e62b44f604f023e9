import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that Linux and the engine give away by themselves (ip_local_port_range), for anybody's connection could get one of those in
 * the next moment; and above those of this repository's stacks.
 */
const [FIRST, LAST] = [22_000, 29_000] as const;

/** @returns a port of the loopback address that nobody listens on */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    server.close();
    if (isFree) return port;
  }
}
