import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker, temporaryName } from "../support/containers.ts";

export interface Rendered {
  /** What `nginx -t` says; nothing when it accepts the configuration (a warning is none). */
  readonly check: string;
  /** The rendered templates, one after the other. */
  readonly text: string;
}

/** Variables come as NAME=VALUE with a zero byte after each, so that no value can be anything but a value to the shell. */
const RENDER = `
set -eu
for file in /tmp/work/*.environment; do
  rm -rf /etc/nginx/conf.d/*
  xargs -0 sh -c 'exec env "$@" /docker-entrypoint.d/20-envsubst-on-templates.sh' sh < "$file" > /dev/null 2>&1
  check="\${file%.environment}.check"
  if nginx -t -q > "$check" 2>&1; then : > "$check"; fi
  cat /etc/nginx/conf.d/*.conf > "\${file%.environment}.text"
done
`;

/**
 * Renders the templates of an image as its entrypoint would, in one container, and has nginx check each result.
 *
 * @param environments one for each result
 */
export async function renderAll(
  image: string,
  environments: readonly Readonly<Record<string, string>>[],
): Promise<Rendered[]> {
  const folder = await mkdtemp(join(tmpdir(), "nginx-render-"));
  const container = temporaryName("render");
  const file = (index: number, kind: string) => join(folder, `${String(index).padStart(4, "0")}.${kind}`);
  try {
    for (const [index, environment] of environments.entries()) {
      const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\0`);
      await writeFile(file(index, "environment"), lines.join(""));
    }
    await docker(
      ...["create", "--name", container, "--label", "chalan.test=app", "--user", "root", "--network", "none"],
      ...["--entrypoint", "sh", image, "-c", RENDER],
    );
    await docker("cp", `${folder}/.`, `${container}:/tmp/work`);
    await docker("start", "--attach", container);
    await docker("cp", `${container}:/tmp/work/.`, folder);
    return await Promise.all(
      environments.map(async (_, index) => ({
        check: await readFile(file(index, "check"), "utf8"),
        text: await readFile(file(index, "text"), "utf8"),
      })),
    );
  } finally {
    await docker("rm", "--force", container).catch(() => {});
    await rm(folder, { recursive: true });
  }
}
