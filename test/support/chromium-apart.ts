#!/usr/bin/env -S unshare --map-root-user --net node
/**
 * Chromium in a network of its own; Playwright starts this in its place (chromium.ts).
 *
 * Whenever an interface of its network gets an address, Chromium gives up all its requests with ERR_NETWORK_CHANGED (net/base/address_tracker_linux.cc,
 * net/socket/transport_client_socket_pool.cc), and no option forbids it. Every container that somebody starts brings such an interface to the host.
 */
import { execFileSync, spawn } from "node:child_process";
import { openRoad } from "./road.ts";

/** Chromium says to pages that they are offline where there is only a loopback; an address that comes late would be a change again. */
const NETWORK = `
link set lo up
link add here type veth peer name there
link set here addrgenmode none
link set there addrgenmode none
address add 192.0.2.1/30 dev here
link set here up
link set there up
`;

const { CHROMIUM_PROGRAM = "", CHROMIUM_ROADS = "", PATH = "" } = process.env;
execFileSync("ip", ["-batch", "-"], { input: NETWORK, env: { PATH: `${PATH}:/usr/sbin:/sbin` } });
for (const [port, path] of Object.entries<string>(JSON.parse(CHROMIUM_ROADS))) {
  await openRoad({ host: "127.0.0.1", port: Number(port) }, { path });
}
// Playwright speaks to it through descriptors 3 and 4.
const chromium = spawn(CHROMIUM_PROGRAM, process.argv.slice(2), {
  stdio: ["inherit", "inherit", "inherit", "inherit", "inherit"],
});
chromium.on("exit", (code) => process.exit(code ?? 1));
