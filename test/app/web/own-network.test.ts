import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hasChromium, launchChromium } from "../../support/chromium.ts";
import { createNetwork, docker, removeNetwork, temporaryName } from "../support/containers.ts";

/** One more than the connections that Chromium opens to a host: the last one waits for a connection, which a change would refuse it. */
const REQUESTS = 7;
const ASK = `Promise.all(Array.from({ length: ${REQUESTS} }, (_, index) => fetch("/" + index))).then(() => navigator.onLine)`;

/** What changes the networks of the host: a container on a network of its own. */
async function changeNetworks(): Promise<void> {
  const network = temporaryName("seen");
  await createNetwork(network);
  await docker("run", "--rm", "--network", network, "node:24.19.0-slim", "--version");
  await removeNetwork(network);
}

it.skipIf(!hasChromium)("the tests' browser does not see the host's networks come and go", async () => {
  const folder = await mkdtemp(join(tmpdir(), "own-network-"));
  const path = join(folder, "site.sock");
  let changed: Promise<void> | undefined;
  const site = createServer(async (request, response) => {
    if (request.url !== "/") {
      changed ??= changeNetworks();
      await changed;
    }
    response.end();
  });
  await once(site.listen(path), "listening");
  const browser = await launchChromium({ 8000: path }, { timeout: 120_000 });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto("http://127.0.0.1:8000/");
    expect(await page.evaluate(ASK)).toBe(true);
  } finally {
    await browser.close();
    site.close();
    await rm(folder, { recursive: true });
  }
});
