import { z } from "zod";
import type { Upload } from "./compose-file.ts";

/** Pulumi marks a special value in its state by this key (sdk/go/common/resource/sig); a secret has its JSON text beside it. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

const Exported = z.object({
  deployment: z.object({
    resources: z.array(
      z.object({ type: z.string(), id: z.string().optional(), inputs: z.unknown().optional() }),
    ),
  }),
});
const Uploads = z.object({
  uploads: z.array(z.object({ file: z.string(), content: z.string() })).default([]),
});

/** A value of the state with its secrets in plain. */
export function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value && "plaintext" in value)
    return revealed(JSON.parse(z.string().parse(value.plaintext)));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealed(each)]));
}

/**
 * The files that the program puts into containers, by the container's id.
 *
 * @param text what `pulumi stack export --show-secrets` prints
 */
export function uploadsOf(text: string): Map<string, readonly Upload[]> {
  const { resources } = Exported.parse(JSON.parse(text)).deployment;
  const containers = resources.filter(({ type }) => type === "docker:index/container:Container");
  return new Map(
    containers.map(({ id = "", inputs }) => [id, Uploads.parse(revealed(inputs)).uploads] as const),
  );
}
