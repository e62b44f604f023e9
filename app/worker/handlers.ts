import type { Mailer } from "../shared/mail.ts";
import { cleanTenant } from "./kinds/cleanup.ts";
import { makeExport } from "./kinds/export.ts";
import { runImport } from "./kinds/import.ts";
import { warnOfLowStock } from "./kinds/low-stock.ts";
import { sendMail } from "./kinds/mail.ts";
import { summarizeDay } from "./kinds/summary.ts";
import { keepThumbnail } from "./kinds/thumbnail.ts";
import type { JobHandlers } from "./runner.ts";
import type { MakeThumbnail } from "./thumbnail/parent.ts";

/** Who does which kind of job. */
export function jobHandlers(mailer: Mailer, makeThumbnail: MakeThumbnail): JobHandlers {
  return {
    mail: sendMail(mailer),
    export: makeExport,
    import: runImport,
    thumbnail: keepThumbnail(makeThumbnail),
    summary: summarizeDay,
    "low-stock": warnOfLowStock,
    cleanup: cleanTenant,
  };
}
