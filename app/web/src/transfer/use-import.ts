import { computed, reactive, shallowRef } from "vue";
import type { ImportReport } from "../../../shared/imports.ts";
import type { SheetName } from "../../../shared/sheets.ts";
import { ApiFailure, isPassing } from "../api/http.ts";
import { useChange } from "../query/change.ts";
import { useNotices } from "../stores/notices.ts";
import { finished } from "./finished.ts";
import { jobs } from "./jobs.ts";
import { useTransferTexts } from "./texts.ts";

interface Attempt {
  readonly file: File;
  /** Only checks the file. */
  readonly isTrial: boolean;
  /** One per file and kind of attempt: a file whose answer got lost is not imported twice. */
  readonly key: string;
}

/** @param affects names of the resources that are read again after an import @param close called when it is done */
export function useImport(sheet: SheetName, affects: readonly string[], close: () => void) {
  const texts = useTransferTexts();
  const notices = useNotices();
  const withKey = (file: File) => ({ file, key: crypto.randomUUID() });
  const chosen = shallowRef<ReturnType<typeof withKey>>();
  const report = shallowRef<ImportReport>();

  const change = useChange<Attempt, ImportReport>({
    async send({ file, isTrial, key }) {
      const job = await finished(await jobs.askForImport(sheet, file, isTrial, key), jobs);
      if (job.report === null) throw new ApiFailure("unexpected");
      return job.report;
    },
    affects: [...affects, jobs.name],
    done(answer, { file }) {
      // Of a file that has been replaced by another one nobody wants to know.
      if (file === chosen.value?.file) report.value = answer;
      if (answer.dryRun || answer.bad > 0) return;
      notices.show({ tone: "done", text: texts.value.imported(answer.imported) });
      close();
    },
    failed(failure, { file }) {
      // Of a failure that is certain, the same key would only tell again.
      if (!isPassing(failure) && file === chosen.value?.file) chosen.value = withKey(file);
    },
  });

  function attempt(isTrial: boolean): void {
    if (chosen.value === undefined) return;
    const { file, key } = chosen.value;
    change.mutate({ file, isTrial, key: `${isTrial ? "trial" : "import"}-${key}` });
  }
  return reactive({
    report,
    failure: change.error,
    /** What is going on. */
    progress: computed(() => {
      if (!change.isPending.value) return undefined;
      return change.variables.value?.isTrial === true ? texts.value.checking : texts.value.importing;
    }),
    isReady: computed(() => report.value !== undefined && report.value.bad === 0 && report.value.rows > 0),
    /** Checks a file at once. */
    choose(file: File | undefined): void {
      report.value = undefined;
      change.reset();
      chosen.value = file && withKey(file);
      attempt(true);
    },
    carryOut: () => attempt(false),
  });
}
