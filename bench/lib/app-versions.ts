import { appImages } from "../../components/lib/images.ts";
import { docker } from "./engine.ts";
import { localSettings } from "./local-settings.ts";
import { run } from "./run.ts";

const BUILD_SECONDS = 120;

/** What is added to the images of the app for a benchmark: one client asks more than any tenant's limits let through. */
const WITHOUT_LIMITS = {
  app: ["ENV REQUESTS_PER_MINUTE=999999"],
  front: [
    "USER root",
    "RUN find /etc/nginx/templates /etc/nginx/snippets -name '*.conf*' -exec sed -i -E 's/^( *)(limit_req|limit_conn (addresses|tenant)) /\\1# \\2 /' {} +",
    "USER nginx",
  ],
};

/** Versions of the app that differ in their number only, as images; they go when the benchmark ends. */
export class AppVersions implements AsyncDisposable {
  readonly #made: string[] = [];

  /** @returns the version, e.g. `0.0.1` */
  make(number: number): Promise<string> {
    return this.#build(number, []);
  }

  /** A version whose web ends before it is ready; its migrations are as good as any. */
  makeBroken(number: number): Promise<string> {
    const script =
      '[ "$1" != migrate ] || exec node /srv/chalanpro/dist/server/main.js "$@"; echo broken; exit 1';
    return this.#build(number, [`ENTRYPOINT ${JSON.stringify(["sh", "-c", script, "--"])}`]);
  }

  async #build(number: number, appLines: readonly string[]): Promise<string> {
    const version = `0.0.${number}`;
    const from = appImages(localSettings().appVersion);
    const to = appImages(version);
    for (const part of ["app", "front"] as const) {
      const own = part === "app" ? appLines : [];
      const lines = [
        `FROM ${from[part]}`,
        ...WITHOUT_LIMITS[part],
        `ENV BENCH_RELEASE=${number}`,
        ...own,
        "",
      ];
      await run("docker", ["build", "--quiet", "--tag", to[part], "-"], {
        timeoutSeconds: BUILD_SECONDS,
        input: lines.join("\n"),
      });
      this.#made.push(to[part]);
    }
    return version;
  }

  /** @returns the id of an image that was made */
  async idOf(image: string): Promise<string> {
    return docker("image", "inspect", "--format", "{{.Id}}", image);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#made.length > 0) await docker("rmi", "--force", ...this.#made);
  }
}
