/*
 * npm run screenshots: shows what the app looks like, by the seeds of `local`, in docs/screenshots. The stack is one of its own, as
 * in the tests beside this file, and is taken down afterwards.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { SETTLED } from "../app/web/support/browser.ts";
import { exportContracts } from "./steps/contracts.ts";
import { openFirstItem } from "./steps/stock.ts";
import { type Screen, TestBrowser } from "./support/chromium.ts";
import { bringUp, pageOf, takeDown } from "./support/stack.ts";
import { goTo, settled, signIn } from "./support/visit.ts";

const FOLDER = "docs/screenshots";

interface Shot {
  readonly name: string;
  /** What it shows, for the page that lists them. */
  readonly text: string;
  readonly screen: Screen;
  readonly colorScheme?: "dark";
  /** From the overview of somebody who has signed in to phoenix, to what is shown. */
  readonly open: (page: Page) => Promise<void>;
}

const SHOTS: readonly Shot[] = [
  { name: "overview-desktop", text: "Overview", screen: "desktop", open: async () => {} },
  {
    name: "contracts-desktop",
    text: "Contracts",
    screen: "desktop",
    open: (page) => goTo(page, "Contracts"),
  },
  { name: "contract-desktop", text: "One contract", screen: "desktop", open: openNewest },
  {
    name: "inventory-desktop",
    text: "Inventory",
    screen: "desktop",
    open: (page) => goTo(page, "Inventory"),
  },
  {
    name: "item-desktop",
    text: "One item",
    screen: "desktop",
    open: async (page) => void (await openFirstItem(page)),
  },
  { name: "schedule-desktop", text: "Schedule", screen: "desktop", open: (page) => goTo(page, "Schedule") },
  { name: "money-desktop", text: "Money", screen: "desktop", open: (page) => goTo(page, "Money") },
  { name: "export-desktop", text: "A list as a file", screen: "desktop", open: openExport },
  { name: "api-docs-desktop", text: "The API", screen: "desktop", open: openApiDocs },
  { name: "settings-desktop", text: "Settings", screen: "desktop", open: (page) => goTo(page, "Settings") },
  { name: "overview-phone", text: "Overview", screen: "phone", open: async () => {} },
  {
    name: "contract-phone",
    text: "One contract, in the dark",
    screen: "phone",
    colorScheme: "dark",
    open: openNewest,
  },
  { name: "form-phone", text: "A new contract", screen: "phone", open: openForm },
  { name: "schedule-phone", text: "Schedule", screen: "phone", open: (page) => goTo(page, "Schedule") },
  { name: "inventory-phone", text: "Inventory, in Spanish", screen: "phone", open: openInSpanish },
];

async function openNewest(page: Page): Promise<void> {
  await goTo(page, "Contracts");
  await page.locator('#content a[href^="/contracts/"]').first().click();
  await page.getByRole("link", { name: "All contracts" }).waitFor();
}

async function openForm(page: Page): Promise<void> {
  await goTo(page, "Contracts");
  await page.getByRole("button", { name: "New contract" }).click();
  await page.getByRole("dialog", { name: "New contract" }).waitFor();
}

async function openExport(page: Page): Promise<void> {
  await exportContracts(page);
  await page.getByRole("button", { name: "Export" }).click();
  await page
    .getByRole("link", { name: /^Excel/ })
    .first()
    .waitFor();
}

async function openApiDocs(page: Page): Promise<void> {
  await page.goto(pageOf("phoenix", "/api/docs"));
  await page.getByText("GET /api/contracts", { exact: false }).first().click();
  await page.getByRole("region", { name: "Parameters" }).waitFor();
}

async function openInSpanish(page: Page): Promise<void> {
  await goTo(page, "Inventory");
  await page.getByRole("button", { name: "Español" }).click();
  await page.getByRole("heading", { level: 1, name: "Inventario" }).waitFor();
}

async function take(page: Page, name: string): Promise<void> {
  await settled(page);
  for (const chart of await page.locator("figure > .box").all())
    await chart.locator("svg, canvas").first().waitFor();
  await page.evaluate(SETTLED);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), scale: "css" });
}

async function takeAll(): Promise<void> {
  await using browser = await TestBrowser.launch();
  const visitor = await browser.visitor("desktop");
  await visitor.goto(pageOf("phoenix"));
  await take(visitor, "sign-in-desktop");
  // Once for all: who signs in again and again is taken for somebody who guesses.
  await signIn(visitor, "phoenix");
  const storageState = await visitor.context().storageState();
  await visitor.context().close();
  for (const { name, screen, colorScheme, open } of SHOTS) {
    // Charts grow when they may move.
    const looks = { colorScheme: colorScheme ?? "light", reducedMotion: "reduce", storageState } as const;
    const page = await browser.visitor(screen, looks);
    await page.goto(pageOf("phoenix"));
    await settled(page);
    await open(page);
    await take(page, name);
    await page.context().close();
  }
}

function list(): string {
  const all = [{ name: "sign-in-desktop", text: "Sign in" }, ...SHOTS];
  const pictures = all.map(({ name, text }) => `### ${text}\n\n![${text}](${name}.png)\n`);
  return `# What it looks like\n\nTaken by \`npm run screenshots\`, with the made-up business of \`local\`.\n\n${pictures.join("\n")}`;
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
try {
  bringUp();
  await takeAll();
  writeFileSync(join(FOLDER, "README.md"), list());
} finally {
  takeDown();
}
