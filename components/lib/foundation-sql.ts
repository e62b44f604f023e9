/** A login role of the stack itself; its password arrives in the environment variable of that name. */
export interface FoundationLogin {
  readonly role: string;
  readonly attributes: string;
  readonly passwordVariable: string;
}

/** The logins of the stack. Tenants' roles are resources of their own. */
export const foundationLogins: readonly FoundationLogin[] = [
  // Becomes chalan_ddl by SET ROLE, in a migration only.
  {
    role: "chalan_migrator",
    attributes: "NOINHERIT CONNECTION LIMIT 20",
    passwordVariable: "MIGRATOR_PASSWORD",
  },
  // Becomes a tenant's role by SET ROLE, for one job of that tenant; NOINHERIT: until then it has none of their rights.
  { role: "chalan_worker", attributes: "NOINHERIT CONNECTION LIMIT 12", passwordVariable: "WORKER_PASSWORD" },
  // pg_dump must see rows that row-level security hides from everybody else.
  { role: "chalan_backup", attributes: "BYPASSRLS CONNECTION LIMIT 4", passwordVariable: "BACKUP_PASSWORD" },
];

const memberships = ["GRANT chalan_ddl TO chalan_migrator;", "GRANT pg_read_all_data TO chalan_backup;"].join(
  "\n",
);

/**
 * psql input that makes a fresh or an existing database the ground that tenants stand on: who owns, who may log in, and nothing for
 * PUBLIC. It can run any number of times. The hardening answers what a tenant's role could still do in a stock database
 * (knowledge/tenancy 1.5): connect elsewhere, temporary tables and large objects, which no quota
 * covers, and locks that stop its own migrations.
 */
export function foundationSql(database: string): string {
  return `
\\set ON_ERROR_STOP on
${["chalan_ddl", "tenant_app"].map((role) => createRole(role, "NOLOGIN")).join("\n")}
${foundationLogins.map(loginSql).join("\n")}
${memberships}
ALTER DATABASE ${database} OWNER TO chalan_ddl;
ALTER SCHEMA public OWNER TO chalan_ddl;
-- Operator classes that tenants' exclusion constraints are made of. In a schema that nobody may look into: a default
-- operator class is found without a name.
CREATE SCHEMA IF NOT EXISTS extensions;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions;
REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
REVOKE CONNECT ON DATABASE template1 FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE ${database} TO ${["tenant_app", ...foundationLogins.map((login) => login.role)].join(", ")};
REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_import(text), lo_import(text, oid) FROM PUBLIC;
-- Advisory locks are shared by the whole database: a tenant's role could hold the one that its migration waits for.
DO $$
DECLARE
  advisory regprocedure;
BEGIN
  FOR advisory IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_' LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', advisory);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO chalan_migrator', advisory);
  END LOOP;
END
$$;
`.trimStart();
}

/**
 * psql input that gives the superuser who runs it the password of the environment variable SUPERUSER_PASSWORD: the image sets it in an
 * empty volume only.
 */
export const superuserSql = `\\getenv password SUPERUSER_PASSWORD
ALTER ROLE CURRENT_USER PASSWORD :'password';
`;

function createRole(role: string, attributes: string): string {
  return `SELECT 'CREATE ROLE ${role}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') \\gexec
ALTER ROLE ${role} ${attributes};`;
}

function loginSql({ role, attributes, passwordVariable }: FoundationLogin): string {
  return `\\getenv password ${passwordVariable}
${createRole(role, `LOGIN ${attributes}`)}
ALTER ROLE ${role} PASSWORD :'password';`;
}
