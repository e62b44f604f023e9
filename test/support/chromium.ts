import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

/** Debian's; another one by the environment. */
export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const hasChromium = existsSync(chromiumPath);

/**
 * Starts Chromium in a network of its own, where what happens to the host's networks is not seen.
 *
 * @param roads the only ways out: ports of its loopback address, each with the path of the socket that it leads to
 */
export const launchChromium = (
  roads: Readonly<Record<number, string>>,
  { env = process.env, args = [], ...options }: LaunchOptions = {},
): Promise<Browser> =>
  chromium.launch({
    ...options,
    executablePath: fileURLToPath(new URL("chromium-apart.ts", import.meta.url)),
    env: {
      ...env,
      // It is a script of the Node that runs this, whatever another one is called `node`.
      PATH: `${dirname(process.execPath)}:${env.PATH}`,
      CHROMIUM_PROGRAM: chromiumPath,
      CHROMIUM_ROADS: JSON.stringify(roads),
    },
    // Its own sandbox cannot be had as root, which it is in there; it sees nothing but pages of ours.
    args: ["--no-sandbox", ...args],
  });
