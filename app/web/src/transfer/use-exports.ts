import { useQueryClient } from "@tanstack/vue-query";
import { computed } from "vue";
import type { Format, SheetName } from "../../../shared/sheets.ts";
import { useAction } from "../query/action.ts";
import { useDetail } from "../query/detail.ts";
import { keysOf } from "../query/keys.ts";
import { exportsOf } from "./exports.ts";
import { finished } from "./finished.ts";
import { fileOf, jobs } from "./jobs.ts";
import { useTransferTexts } from "./texts.ts";

/** Somebody else's, or one of an earlier visit: nobody waits for it. */
const LOOK_MILLISECONDS = 3_000;

/** Begins the browser's own download, as a press on a link does. */
function download(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

/** The files that a list has been exported to, and the way to another one: it comes by itself when the worker has made it. */
export function useExports(sheet: SheetName) {
  const client = useQueryClient();
  const texts = useTransferTexts();
  const queryKey = keysOf(jobs.name).all;
  const found = useDetail(jobs, "all", ({ items }) =>
    items.some(({ state }) => state === "waiting") ? LOOK_MILLISECONDS : false,
  );
  const { run } = useAction({
    async send({ format, key }: { format: Format; key: string }) {
      const asked = await jobs.askForExport(sheet, format, key);
      void client.invalidateQueries({ queryKey });
      return finished(asked, jobs);
    },
    affects: [jobs.name],
    done(job, { format }) {
      download(fileOf(job));
      return { text: texts.value.ready(texts.value.formats[format]) };
    },
  });
  return {
    found,
    files: computed(() => exportsOf(found.row?.items ?? [], sheet, Date.now())),
    make: (format: Format) => run({ format, key: crypto.randomUUID() }),
  };
}
