/** Entry of the image: `api` (default), `worker`, `jobs …`, `migrate …`, `seed` or `invite …`. Each is loaded only when it is asked for. */
import { fileURLToPath } from "node:url";
import { UserError } from "./shared/errors.ts";

const [command = "api", ...words] = process.argv.slice(2);

async function run(): Promise<number | undefined> {
  switch (command) {
    case "api":
      return (await import("./api/server.ts")).runApi();
    case "worker":
      return (await import("./worker/main.ts")).runWorker(fileURLToPath(import.meta.url));
    case "jobs":
      return (await import("./worker/jobs.ts")).runJobs(words);
    case "thumbnail":
      return (await import("./worker/thumbnail/make.ts")).runThumbnail();
    case "migrate":
      // As process 1 of a container Node would ignore SIGTERM; ending mid-file is safe, the server rolls it back.
      process.once("SIGTERM", () => process.exit(143));
      return (await import("./migrate/main.ts")).runMigrate(words);
    case "seed":
      process.once("SIGTERM", () => process.exit(143));
      return (await import("./seed/main.ts")).runSeed(words);
    case "invite":
      return (await import("./admin/invite.ts")).runInvite(words);
    default:
      throw new UserError(
        `Unknown command ${JSON.stringify(command)}: use api, worker, jobs, migrate, seed or invite`,
      );
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  const mistake = error instanceof UserError;
  process.stderr.write(`${mistake ? error.message : error instanceof Error ? error.stack : error}\n`);
  // At once: what was opened before the failure would keep the process alive.
  process.exit(mistake ? 2 : 1);
}
