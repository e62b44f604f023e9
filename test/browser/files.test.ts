import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PIXEL } from "../app/web/support/stub-data.ts";
import { createContract, openContract } from "./steps/contracts.ts";
import { type Screen, TestBrowser } from "./support/chromium.ts";
import { bringUp, pageOf } from "./support/stack.ts";
import { faultsOf, signIn } from "./support/visit.ts";

/** How wide the picture is that has come; 0, while none has. */
const SHOWN_PIXELS = `document.querySelector("#content li img")?.naturalWidth ?? 0`;
let browser: TestBrowser;

beforeAll(async () => {
  bringUp();
  browser = await TestBrowser.launch();
});
afterAll(() => browser?.[Symbol.asyncDispose]());

test.each<Screen>(["desktop", "phone"])(
  "an image shows itself as soon as the worker has made it small, on a %s",
  async (screen) => {
    const title = `Porch ${randomBytes(3).toString("hex")}`;
    const page = await browser.visitor(screen);
    const faults = faultsOf(page);
    await signIn(page, "phoenix");
    await createContract(page, title, "700");
    await openContract(page, title);
    const image = { name: "porch.png", mimeType: "image/png", buffer: PIXEL };
    await page.locator('#content input[type="file"]').setInputFiles(image);
    const picture = page.getByRole("img", { name: "Preview of “porch.png”" });
    await picture.waitFor();
    await expect.poll(() => page.evaluate(SHOWN_PIXELS)).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await page.context().close();
  },
);

test("a browser that asks for the API's description gets a page", async () => {
  const page = await browser.visitor("desktop");
  await page.goto(pageOf("phoenix", "/api/docs"));
  await page.getByRole("heading", { level: 1, name: "The API" }).waitFor();
  await page.getByText("POST /api/contracts", { exact: false }).first().waitFor();
  expect(new URL(page.url()).pathname).toBe("/api-docs");
  await page.context().close();
});
