import type { ComposeFile } from "./compose-file.ts";

/** The check of a service, or none. */
export interface Check {
  readonly test: readonly string[];
  readonly interval: string;
}

export interface HealthImages {
  readonly web: string;
  readonly nginx: string;
}

/** The checks of the first `pairs` pairs; the others have none. */
export interface HealthChecks {
  readonly web?: Check;
  readonly nginx?: Check;
  readonly pairs: number;
}

const check = (declared: Check | undefined) => declared && { ...declared, timeout: "10s", retries: 3 };

/**
 * Pairs of a tenant's two containers, as idle as they get: they answer their checks and reach nothing else. A check asks its own
 * container, so they need no network; and attaching dozens of containers at once is what an old engine stumbles over.
 *
 * @param pairs how many tenants
 */
export function healthFile(images: HealthImages, pairs: number, checks: HealthChecks): ComposeFile {
  const numbers = Array.from({ length: pairs }, (_, index) => index + 1);
  const services = numbers.flatMap((number) => {
    const checked = number <= checks.pairs;
    const slug = `bench${number}`;
    const tenant = { TENANT_SLUG: slug, TENANT_ID: `${slug}_001`, TENANT_SCHEMA: `tenant_${slug}` };
    return [
      [
        `web-${number}`,
        {
          image: images.web,
          network_mode: "none",
          environment: {
            ...tenant,
            TENANT_MODE: "schema",
            ENVIRONMENT: "local",
            // /healthz asks none of them.
            DATABASE_URL: "postgresql://nobody@127.0.0.1:5432/none",
            REDIS_URL: "redis://127.0.0.1:6379",
            REDIS_CACHE_URL: "redis://127.0.0.1:6379",
          },
          healthcheck: check(checked ? checks.web : undefined),
        },
      ],
      [
        `nginx-${number}`,
        {
          image: images.nginx,
          network_mode: "none",
          environment: {
            ...tenant,
            TENANT_STATE: "active",
            SERVER_NAMES: `${slug}.localhost`,
            API_NAMES: "",
          },
          healthcheck: check(checked ? checks.nginx : undefined),
        },
      ],
    ] as const;
  });
  return { services: Object.fromEntries(services) };
}
