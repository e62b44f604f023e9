import { describe, expect, it } from "vitest";
import { hasChromium } from "../../../support/chromium.ts";
import { attachmentRow } from "../support/attachment.ts";
import { seriousViolations } from "../support/browser.ts";
import { type Size, useVisits } from "../support/visit.ts";

describe.skipIf(!hasChromium)("the files of a contract", () => {
  const visit = useVisits();
  const picture = () => visit.page.getByRole("img", { name: "Preview of “roof.png”" });

  it.each<Size>(["desk", "phone"])(
    "show an image as soon as the worker has made it small, on a %s",
    async (size) => {
      // Of the newest, however long the page takes to come: later on nobody asks for its thumbnail any more.
      const image = attachmentRow({ createdAt: new Date(Date.now() + 3_600_000).toISOString() });
      const other = attachmentRow({
        id: crypto.randomUUID(),
        name: "plan.pdf",
        mediaType: "application/pdf",
      });
      visit.api.attachments.push(image, other);
      await visit.open(visit.contract(), size);
      await visit.page.getByRole("link", { name: "plan.pdf" }).waitFor();
      expect(await picture().count()).toBe(0);
      Object.assign(image, { hasThumbnail: true });
      await picture().waitFor();
      expect(await visit.page.getByRole("img", { name: "Preview of “plan.pdf”" }).count()).toBe(0);
      expect(await seriousViolations(visit.page)).toEqual([]);
    },
  );

  it.each<Size>(["desk", "phone"])("come back after they were deleted, on a %s", async (size) => {
    visit.api.attachments.push(attachmentRow({ mediaType: "application/pdf", name: "plan.pdf" }));
    await visit.open(visit.contract(), size);
    await visit.button("Delete “plan.pdf”").click();
    await visit.told("“plan.pdf” was deleted.").waitFor();
    await visit.page.getByRole("checkbox", { name: "Files: Deleted" }).click();
    await visit.button("Bring back “plan.pdf”").waitFor();
    expect(await visit.page.getByRole("link", { name: "plan.pdf" }).count()).toBe(0);
    expect(await seriousViolations(visit.page)).toEqual([]);
    await visit.button("Bring back “plan.pdf”").click();
    await visit.page.getByText("Nothing has been deleted.").waitFor();
    await visit.page.getByRole("checkbox", { name: "Files: Deleted" }).click();
    await visit.page.getByRole("link", { name: "plan.pdf" }).waitFor();
  });

  it("show an icon in the place of an image that cannot be read", async () => {
    const image = attachmentRow({ hasThumbnail: true });
    visit.api.attachments.push(image);
    visit.api.instead.set(`GET /attachments/${image.id}/thumbnail`, { status: 404 });
    await visit.open(visit.contract());
    await visit.page.getByRole("link", { name: "roof.png" }).waitFor();
    await picture().waitFor({ state: "detached" });
  });
});
