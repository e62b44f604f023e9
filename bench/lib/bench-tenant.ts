import { createHash } from "node:crypto";
import { Redis } from "ioredis";
import { SESSION_COOKIE } from "../../app/api/auth/cookie.ts";
import { createSessions } from "../../app/api/auth/sessions.ts";
import type { ThrowAwayPostgres } from "./postgres.ts";
import { migrate } from "./releases.ts";

export const TENANT = {
  slug: "bench",
  id: "bench_001",
  schema: "tenant_bench",
  role: "tenant_bench_app",
  domain: "bench.localhost",
};
const OWNER = "00000000-0000-4000-8000-000000000001";

/** What Pulumi and `migrate tenant` leave of the tenant without its schema's tables, and its owner. */
const tenantSql = (password: string) => `
create role ${TENANT.role} login inherit in role tenant_app connection limit 40 password '${password}';
alter role ${TENANT.role} set search_path = ${TENANT.schema};
create schema ${TENANT.schema} authorization chalan_ddl;
grant usage on schema ${TENANT.schema} to ${TENANT.role};
insert into public.tenants (tenant_id, slug, name, schema_name, db_role, domain, state, plan)
values ('${TENANT.id}', '${TENANT.slug}', 'Bench', '${TENANT.schema}', '${TENANT.role}', '${TENANT.domain}', 'active', 'large');
insert into public.tenant_settings (tenant_id, name, locale, time_zone, theme_color)
values ('${TENANT.id}', 'Bench', 'en', 'UTC', '#0b5fff');
insert into public.users (user_id, email) values ('${OWNER}', 'owner@example.com');
insert into public.memberships (user_id, tenant_id, role, name) values ('${OWNER}', '${TENANT.id}', 'owner', 'Owner');
`;

/** The same contracts in every run; written past the audit trail, which has nothing to do with reading them. */
const contractsSql = (count: number) => `
set search_path = ${TENANT.schema}, public;
set session_replication_role = replica;
insert into contracts (id, title, client_name, client_email, client_phone, address, builder_name, job_name, job_number, lots,
                       status, amount_cents, starts_on, ends_on, created_at, updated_at, status_changed_at)
select md5('contract ' || n)::uuid, 'Wiring of house ' || n, 'Client ' || n % 5000, 'client' || n % 5000 || '@example.com',
       '+1 602 555 ' || lpad((n % 10000)::text, 4, '0'), n || ' Main Street, Phoenix', 'Builder ' || n % 40, 'Job ' || n % 900,
       'J-' || n, array[(n % 90)::text],
       (array['draft', 'signed', 'in_progress', 'done', 'invoiced', 'paid', 'cancelled'])[1 + n % 7],
       n * 7919::bigint % 5000000, date '2025-01-01' + n % 700, date '2025-01-21' + n % 700, moment, moment, moment
from (select n, timestamptz '2025-01-01 08:00Z' + n * interval '5 minutes' as moment from generate_series(1, ${count}) as n) as all_of_them;
vacuum analyze contracts;
`;

/** Id of the contract that was inserted as the n-th. */
export function contractId(number: number): string {
  const hash = createHash("md5").update(`contract ${number}`).digest("hex");
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Makes the tenant as the stack does, by the migrations of the app's own image, with so many contracts in it. */
export async function provisionTenant(
  server: ThrowAwayPostgres,
  image: string,
  { password, contracts }: { readonly password: string; readonly contracts: number },
): Promise<void> {
  await migrate("public", image, server);
  await server.sql(tenantSql(password));
  await migrate("all", image, server);
  await server.sql(contractsSql(contracts));
}

/** Signs the owner in, past the password. @returns the cookie, as a header */
export async function openSession(redisUrl: string): Promise<string> {
  const redis = new Redis(redisUrl, {
    connectTimeout: 5_000,
    commandTimeout: 5_000,
    maxRetriesPerRequest: 5,
  });
  try {
    const session = { userId: OWNER, userEpoch: 0, tenantEpoch: 0 };
    return `${SESSION_COOKIE}=${await createSessions(redis, TENANT.slug).start(session)}`;
  } finally {
    redis.disconnect();
  }
}
