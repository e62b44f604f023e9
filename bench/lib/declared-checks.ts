import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { defaultImages } from "../../components/lib/images.ts";
import { Passwords } from "../../components/lib/secrets.ts";
import { Stack } from "../../components/stack.ts";
import { loadTenants } from "../../tenants/load.ts";
import { readSurroundings, tenantsFileOf } from "../../tenants/stack.ts";
import { localSettings } from "./local-settings.ts";

const Container = z.object({
  labels: z.array(z.object({ label: z.string(), value: z.string() })),
  healthcheck: z.object({ tests: z.array(z.string()), interval: z.string() }),
});

/** A health check as the program declares it. */
export interface DeclaredCheck {
  /** As in a Dockerfile: `CMD` and words, or `CMD-SHELL` and a line. */
  readonly test: readonly string[];
  readonly intervalSeconds: number;
}

/**
 * A duration as Pulumi's docker plugin writes it, in seconds.
 *
 * @throws Error when it is none
 */
export function parseDuration(text: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (text === "" || match === null) throw new Error(`${JSON.stringify(text)} is no duration like 5m0s`);
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

/** The health checks of a tenant's two containers, from the program itself, of which nothing is created. */
export async function declaredChecks(): Promise<Record<"web" | "nginx", DeclaredCheck>> {
  const containers: unknown[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        if (type === "docker:index/container:Container") containers.push(inputs);
        return { id: name, state: { name, ...inputs } };
      },
      call: ({ inputs }) => inputs,
    },
    "chalan",
    "local",
  );
  new Stack(
    "bench",
    {
      stack: "local",
      settings: localSettings(),
      tenants: loadTenants(tenantsFileOf(".", "local"), readSurroundings(".", "local")),
      passwords: new Passwords(pulumi.secret("nothing is created"), 1),
      images: defaultImages,
      heldNames: [],
      customCertificate: () => pulumi.secret("nothing is created"),
      mail: { smtpUrl: undefined, from: undefined },
      resolvedImages: {},
    },
    {},
  );
  await pulumi.runtime.disconnect();
  return { web: checkOf(containers, "web"), nginx: checkOf(containers, "nginx") };
}

function checkOf(containers: readonly unknown[], role: string): DeclaredCheck {
  for (const each of containers) {
    const { success, data } = Container.safeParse(each);
    if (!success || !data.labels.some(({ label, value }) => label === "chalan.role" && value === role))
      continue;
    const { tests, interval } = data.healthcheck;
    return { test: tests, intervalSeconds: parseDuration(interval) };
  }
  throw new Error(`the program declares no health check for a tenant's ${role}`);
}
