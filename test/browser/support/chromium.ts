import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, devices, type Page } from "playwright-core";
import { chromiumPath, hasChromium, launchChromium } from "../../support/chromium.ts";
import { openRoad } from "../../support/road.ts";
import { CA_FILE, HTTPS_PORT } from "./stack.ts";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const NO_CHROMIUM = `There is no Chromium at ${chromiumPath}: apt-get install chromium, or CHROMIUM=/path/to/chromium. \
Ubuntu 22.04 has it as a snap only, which cannot read the test's folder of trusted roots: install Google Chrome's package there.`;

/** For a machine that is busy with a whole stack beside the browser. */
const PATIENCE_MILLISECONDS = 120_000;

/** What a person holds in front of them. */
export const SCREENS = {
  desktop: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } },
  phone: devices["Pixel 7"],
} as const;
export type Screen = keyof typeof SCREENS;

/** A real Chromium, which checks certificates as it does for a person: its user trusts the local CA's roots, nothing is ignored. */
export class TestBrowser implements AsyncDisposable {
  readonly #home: string;
  readonly #browser: Browser;
  /** Out of its own network to the edge. */
  readonly #road: Server;

  private constructor(home: string, browser: Browser, road: Server) {
    this.#home = home;
    this.#browser = browser;
    this.#road = road;
  }

  /** @throws Error when there is no Chromium, with what to do about it */
  static async launch(): Promise<TestBrowser> {
    if (!hasChromium) throw new Error(NO_CHROMIUM);
    const home = mkdtempSync(join(tmpdir(), "chalan-chromium-"));
    trust(home, readFileSync(CA_FILE, "utf8").match(CERTIFICATE) ?? []);
    const path = join(home, "edge.sock");
    const road = await openRoad({ path }, { host: "127.0.0.1", port: HTTPS_PORT });
    const browser = await launchChromium(
      { [HTTPS_PORT]: path },
      {
        env: { ...process.env, HOME: home },
        timeout: PATIENCE_MILLISECONDS,
        args: [
          "--disable-quic",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run",
        ],
      },
    );
    return new TestBrowser(home, browser, road);
  }

  /** The page of a person who has never been here; closing its context ends the visit. */
  async visitor(screen: Screen, more: BrowserContextOptions = {}): Promise<Page> {
    const here = { locale: "en-US", timezoneId: "America/Phoenix" };
    const context = await this.#browser.newContext({ ...SCREENS[screen], ...here, ...more });
    context.setDefaultTimeout(PATIENCE_MILLISECONDS);
    return context.newPage();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    this.#road.close();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** Adds authorities to the certificate store that Chromium on Linux reads: NSS's, below the home folder. */
function trust(home: string, authorities: readonly string[]): void {
  const store = join(home, ".pki/nssdb");
  mkdirSync(store, { recursive: true });
  const certutil = (...words: string[]) => execFileSync("certutil", ["-d", `sql:${store}`, ...words]);
  certutil("-N", "--empty-password");
  authorities.forEach((authority, index) => {
    const file = join(home, "authority.pem");
    writeFileSync(file, authority);
    certutil("-A", "-n", `local ${index}`, "-t", "C,,", "-i", file);
  });
}
