/** What a container is for; the value of its label `chalan.role`. */
export type ContainerRole =
  | "proxy"
  | "generator"
  | "companion"
  | "socket-filter"
  | "certificate-authority"
  | "dns"
  | "postgres"
  | "redis-core"
  | "redis-cache"
  | "pgadmin"
  | "worker"
  | "web"
  | "nginx";

/** What every component knows of the stack it belongs to. Plain values only: names and counts depend on them. */
export interface StackIdentity {
  /** The Pulumi stack, e.g. `prod`; the value of the label `chalan.stack`. */
  readonly stack: string;
  readonly environment: "local" | "qa" | "prod";
  /** First part of the shared containers' names, e.g. `chalan-phoenix` in `chalan-phoenix-db-1`. */
  readonly prefix: string;
  /** Last part of these names, e.g. `1`, or `qa-1` in `chalan-stage-db-qa-1`. */
  readonly suffix: string;
}

/** The plan's name of a shared container or volume, e.g. `chalan-phoenix-db-1`. */
export function sharedName(identity: StackIdentity, service: string): string {
  return `${identity.prefix}-${service}-${identity.suffix}`;
}

/** Labels by which the operator's commands find what belongs to a stack, and to a tenant of it. */
export function labelsOf(
  identity: StackIdentity,
  role: string,
  tenant?: string,
): { label: string; value: string }[] {
  return [
    { label: "chalan.stack", value: identity.stack },
    { label: "chalan.role", value: role },
    ...(tenant === undefined ? [] : [{ label: "chalan.tenant", value: tenant }]),
  ];
}

/** First part of the name of a tenant's container; Pulumi adds a suffix, so that a new one can start beside the old one. */
export function tenantName(identity: StackIdentity, slug: string, service: "web" | "nginx"): string {
  return `chalan-${slug}-${service}${identity.environment === "qa" ? "-qa" : ""}`;
}
