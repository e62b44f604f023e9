import { expect, test } from "vitest";
import { Tenant } from "../../components/tenant.ts";
import { type Recording, record, secretValue, types } from "../support/mocks.ts";
import { stackContext, tenantEnvironment, tenantOf } from "../support/tenant-environment.ts";

async function recordTenant(fields: Record<string, unknown> = {}, environment?: "qa"): Promise<Recording> {
  return record(() => {
    const images = { app: "chalanpro:2.0.0", front: "chalanpro-nginx:2.0.0" };
    new Tenant(
      "tenant-ajax",
      { tenant: tenantOf(fields), images, environment: tenantEnvironment(stackContext(environment)) },
      {},
    );
  });
}

const own = (recording: Recording) => recording.graph().filter((entry) => entry.includes("ajax"));

test("an active tenant has a role, a schema, a Redis user, files, and two containers that are joined", async () => {
  expect(own(await recordTenant())).toMatchInlineSnapshot(`
    [
      "chalan:tenant:Tenant::tenant-ajax",
      "command:local:Command::tenant-ajax-database-migrate",
      "command:local:Command::tenant-ajax-join-nginx",
      "command:local:Command::tenant-ajax-join-web",
      "command:local:Command::tenant-ajax-redis-user-1",
      "docker:index/container:Container::chalan-ajax-nginx",
      "docker:index/container:Container::chalan-ajax-web",
      "docker:index/volume:Volume::tenant-ajax-files",
      "docker:index/volume:Volume::tenant-ajax-logs",
      "postgresql:index/role:Role::tenant-ajax-database-login-1",
      "postgresql:index/role:Role::tenant-ajax-database-role",
      "postgresql:index/schema:Schema::tenant-ajax-database-schema",
    ]
  `);
});

test("a suspended tenant keeps its nginx, which says so; nothing of the app runs", async () => {
  const recording = await recordTenant({ state: "suspended" });
  expect(own(recording)).toMatchInlineSnapshot(`
    [
      "chalan:tenant:Tenant::tenant-ajax",
      "command:local:Command::tenant-ajax-database-migrate",
      "command:local:Command::tenant-ajax-join-nginx",
      "docker:index/container:Container::chalan-ajax-nginx",
      "docker:index/volume:Volume::tenant-ajax-logs",
      "postgresql:index/role:Role::tenant-ajax-database-login-1",
      "postgresql:index/role:Role::tenant-ajax-database-role",
      "postgresql:index/schema:Schema::tenant-ajax-database-schema",
    ]
  `);
  const nginx = recording.find(types.container, "chalan-ajax-nginx");
  expect(nginx.inputs.envs).toContain("TENANT_STATE=suspended");
});

test("an archived tenant keeps its data; nobody can log in and nothing runs", async () => {
  const recording = await recordTenant({ state: "archived" });
  expect(own(recording)).toMatchInlineSnapshot(`
    [
      "chalan:tenant:Tenant::tenant-ajax",
      "command:local:Command::tenant-ajax-database-migrate",
      "postgresql:index/role:Role::tenant-ajax-database-login-1",
      "postgresql:index/role:Role::tenant-ajax-database-role",
      "postgresql:index/schema:Schema::tenant-ajax-database-schema",
    ]
  `);
  expect(recording.find(types.role, "tenant-ajax-database-login-1").inputs.login).toBe(false);
});

test("nobody logs in as the tenant's role", async () => {
  const { inputs } = (await recordTenant()).find(types.role, "tenant-ajax-database-role");
  expect(inputs).toEqual({ name: "tenant_ajax_app", login: false, inherit: true, roles: ["tenant_app"] });
});

test("the login becomes the tenant's role, and is limited by the plan", async () => {
  const { inputs } = (await recordTenant({ plan: "standard" })).find(
    types.role,
    "tenant-ajax-database-login-1",
  );
  expect({ ...inputs, password: typeof secretValue(inputs.password) }).toMatchInlineSnapshot(`
    {
      "connectionLimit": 14,
      "inherit": true,
      "login": true,
      "name": "tenant_ajax_app_1",
      "password": "string",
      "roles": [
        "tenant_ajax_app",
      ],
      "searchPaths": [
        "tenant_ajax",
      ],
      "statementTimeout": 15000,
    }
  `);
});

test("another password version is another login in the database and in Redis, so that both can connect for a while", async () => {
  const users = async (passwordVersion: number) => {
    const recording = await recordTenant({ passwordVersion });
    const { inputs } = recording.find(types.container, "chalan-ajax-web");
    const urls = (secretValue(inputs.envs) as string[]).filter((line) => line.includes("_URL="));
    return { own: own(recording), logins: urls.map((line) => line.replace(/:[^:@]*@/, ":…@")), urls };
  };
  const [first, second] = [await users(1), await users(2)];
  expect(second.logins).toMatchInlineSnapshot(`
    [
      "DATABASE_URL=postgresql://tenant_ajax_app_2:…@db:5432/db?options=-c%20role%3Dtenant_ajax_app",
      "REDIS_CACHE_URL=redis://ajax.2:…@redis-cache:6379",
      "REDIS_URL=redis://ajax.2:…@redis-core:6379",
    ]
  `);
  expect(second.own.filter((entry) => !first.own.includes(entry))).toMatchInlineSnapshot(`
    [
      "command:local:Command::tenant-ajax-redis-user-2",
      "postgresql:index/role:Role::tenant-ajax-database-login-2",
    ]
  `);
  expect(second.urls.filter((url) => first.urls.includes(url))).toEqual([]);
});

test("the schema belongs to chalan_ddl; the tenant's role may use it, nobody else", async () => {
  const { inputs } = (await recordTenant()).find(types.schema, "tenant-ajax-database-schema");
  expect(inputs).toMatchInlineSnapshot(`
    {
      "dropCascade": false,
      "name": "tenant_ajax",
      "owner": "chalan_ddl",
      "policies": [
        {
          "create": true,
          "role": "chalan_ddl",
          "usage": true,
        },
        {
          "role": "tenant_ajax_app",
          "usage": true,
        },
      ],
    }
  `);
});

test("the edge routes every name of the tenant to its nginx and gets certificates for them", async () => {
  const recording = await recordTenant({ www: true, aliases: ["ajax.example.net"] });
  const names = "ajax.example.com,www.ajax.example.com,api.ajax.example.com,ajax.example.net";
  expect(recording.find(types.container, "chalan-ajax-nginx").inputs.envs).toEqual(
    expect.arrayContaining([
      `VIRTUAL_HOST=${names}`,
      `LETSENCRYPT_HOST=${names}`,
      "API_NAMES=api.ajax.example.com",
    ]),
  );
});

test("a tenant's own certificate is put in place before its nginx, and the companion is not asked", async () => {
  const recording = await recordTenant({ certificate: "custom" });
  const { inputs } = recording.find(types.command, "tenant-ajax-certificate");
  expect(inputs.create).toBe("components/scripts/install-certificate");
  expect(secretValue(inputs.stdin)).toBe("sentinel-key-of-ajax");
  expect(JSON.stringify(inputs.environment)).not.toContain("sentinel");
  // With another proxy the volume can be another one too, and the certificate is put there again.
  expect(inputs.environment).toMatchObject({ PROXY_ID: "proxy-id" });
  const { envs } = recording.find(types.container, "chalan-ajax-nginx").inputs;
  expect(envs).toContain("CERT_NAME=custom-prod-ajax");
  expect(String(envs)).not.toContain("ACME_HOST");
});

test("containers have no fixed name, so that a new one can start beside the old one", async () => {
  const recording = await recordTenant();
  for (const { inputs } of recording
    .ofType(types.container)
    .filter(({ name }) => name.startsWith("chalan-ajax"))) {
    expect(inputs).not.toHaveProperty("name");
  }
});

test("qa's containers carry the plan's names", async () => {
  const names = (await recordTenant({}, "qa")).ofType(types.container).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["chalan-ajax-nginx-qa", "chalan-ajax-web-qa"]));
});

test("the app's image follows the tenant's own version", async () => {
  const { inputs } = (await recordTenant()).find(types.container, "chalan-ajax-web");
  expect(inputs.image).toBe("sha256:chalanpro:2.0.0");
});

test("a password at the door is a file in nginx, and nowhere else", async () => {
  const { inputs } = (await recordTenant({ access: { basicAuth: true } })).find(
    types.container,
    "chalan-ajax-nginx",
  );
  const [upload] = secretValue(inputs.uploads) as [{ file: string; content: string }];
  expect(upload.file).toBe("/etc/nginx/access/htpasswd");
  expect(upload.content).toMatch(/^ajax:\{SSHA\}/);
  expect(inputs.envs).toContain("LOGIN_REALM=ChalanPro");
  expect(JSON.stringify([inputs.envs, inputs.labels, inputs.healthcheck])).not.toContain("SSHA");
  expect((await recordTenant()).find(types.container, "chalan-ajax-nginx").inputs).not.toHaveProperty(
    "uploads",
  );
});
