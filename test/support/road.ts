import { once } from "node:events";
import { connect, createServer, type ListenOptions, type NetConnectOpts, type Server } from "node:net";
import { pipeline } from "node:stream";

/** Passes every connection that comes to one address on to another one; each is a port or a socket's path. */
export async function openRoad(from: ListenOptions, to: NetConnectOpts): Promise<Server> {
  const server = createServer((near) => {
    // An end that breaks off takes the other one with it.
    pipeline(near, connect(to), near, () => {});
  });
  await once(server.listen(from), "listening");
  return server;
}
