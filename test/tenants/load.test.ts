/** The catalogue of every message an operator can get about a tenant file. */
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../tenants/errors.ts";
import { loadTenants } from "../../tenants/load.ts";
import type { Surroundings } from "../../tenants/rules.ts";

const fixtures = "test/fixtures/tenants";
const surroundings: Surroundings = {
  share: { memory: 2048, cpus: 1 },
  networks: {
    nginx: { name: "edge", subnet: "172.18.0.0/16" },
    web: { name: "data", subnet: "172.19.0.0/16" },
  },
  names: ["pgadmin.example.com"],
};
const folder = mkdtempSync(join(tmpdir(), "tenants-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns the message of the refusal, with the folder of the file left out */
function refusal(file: string, around: Surroundings = surroundings): string {
  try {
    loadTenants(file, around);
  } catch (error) {
    if (error instanceof UserError) return `\n${error.message}`.replaceAll(/\n\S*\//g, "\n").slice(1);
    throw error;
  }
  throw new Error(`${file} was accepted`);
}
const bad = (name: string, around?: Surroundings) => refusal(`${fixtures}/bad/${name}.yaml`, around);

describe("accepts", () => {
  it("the least that makes a tenant, with all defaults", () => {
    expect(loadTenants(`${fixtures}/good/minimal.yaml`, surroundings)).toMatchInlineSnapshot(`
      [
        {
          "access": {
            "allow": [],
            "basicAuth": false,
          },
          "aliases": [],
          "apiDomain": "api.solo.example.com",
          "canonical": "solo.example.com",
          "certificate": "automatic",
          "domain": "solo.example.com",
          "id": "solo_001",
          "maintenance": false,
          "modules": [],
          "name": "Solo",
          "names": [
            "solo.example.com",
            "api.solo.example.com",
          ],
          "passwordVersion": 1,
          "plan": "small",
          "role": "tenant_solo_app",
          "schema": "tenant_solo",
          "settings": {
            "locale": "es",
            "name": "Solo",
            "themeColor": "#1f6feb",
            "timeZone": "UTC",
          },
          "slug": "solo",
          "state": "active",
          "www": false,
        },
      ]
    `);
  });
  it("every field", () => {
    expect(loadTenants(`${fixtures}/good/full.yaml`, surroundings)).toMatchInlineSnapshot(`
      [
        {
          "access": {
            "allow": [],
            "basicAuth": false,
          },
          "addresses": {
            "nginx": "172.18.0.8",
            "web": "172.19.0.9",
          },
          "aliases": [
            "old.example.org",
            "xn--nand-0pa4b.example.org",
          ],
          "apiDomain": "backend.north.example.com",
          "canonical": "north.example.com",
          "certificate": "custom",
          "domain": "north.example.com",
          "id": "north_007",
          "maintenance": false,
          "modules": [
            "crews",
          ],
          "name": "North Side Ñandú & Co.",
          "names": [
            "north.example.com",
            "www.north.example.com",
            "backend.north.example.com",
            "old.example.org",
            "xn--nand-0pa4b.example.org",
          ],
          "passwordVersion": 1,
          "plan": "large",
          "role": "tenant_old_name_app",
          "schema": "tenant_old_name",
          "settings": {
            "locale": "es-419",
            "logo": "https://cdn.example.com/logo.svg?v=2",
            "name": "North",
            "themeColor": "#AbCdEf",
            "timeZone": "America/Argentina/Buenos_Aires",
          },
          "slug": "north-side",
          "state": "suspended",
          "version": "2.1.0-rc.1",
          "www": true,
        },
      ]
    `);
  });
  it("names that no longer follow from another tenant", () => {
    expect(loadTenants(`${fixtures}/good/free-names.yaml`, surroundings)).toHaveLength(4);
  });
  it("a stack without tenants", () => {
    expect(loadTenants(`${fixtures}/good/none.yaml`, surroundings)).toEqual([]);
  });
});

describe("text that is not plain YAML", () => {
  it("empty", () => {
    expect(bad("empty")).toMatchInlineSnapshot(
      `"empty.yaml:1:1  the file has no content. A tenant file starts with \`tenants:\`; one without any tenant is \`tenants: []\`."`,
    );
  });
  it("comment-only", () => {
    expect(bad("comment-only")).toMatchInlineSnapshot(
      `"comment-only.yaml:1:1  the file has no content. A tenant file starts with \`tenants:\`; one without any tenant is \`tenants: []\`."`,
    );
  });
  it("byte-order-mark", () => {
    expect(bad("byte-order-mark")).toMatchInlineSnapshot(
      `"byte-order-mark.yaml:1:1  the file starts with a byte order mark. Save it as UTF-8 without a byte order mark."`,
    );
  });
  it("latin1", () => {
    expect(bad("latin1")).toMatchInlineSnapshot(
      `"latin1.yaml:2:12  the file is not UTF-8. Save it as UTF-8 without a byte order mark."`,
    );
  });
  it("utf16", () => {
    expect(bad("utf16")).toMatchInlineSnapshot(
      `"utf16.yaml:1:1  the file is not UTF-8. Save it as UTF-8 without a byte order mark."`,
    );
  });
  it("tab", () => {
    expect(bad("tab")).toMatchInlineSnapshot(`
      "tab.yaml:2:1  a tab is used for indentation. Use spaces.
      tab.yaml:3:1  a tab is used for indentation. Use spaces."
    `);
  });
  it("control-character", () => {
    expect(bad("control-character")).toMatchInlineSnapshot(
      `"control-character.yaml:3:14  there is an invisible control character. Delete it, or type the line again."`,
    );
  });
  it("anchor-bomb", () => {
    expect(bad("anchor-bomb")).toMatchInlineSnapshot(`
      "anchor-bomb.yaml:1:7  a  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:2:7  b  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:3:7  c  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:11  tenants[0]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:15  tenants[1]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:19  tenants[2]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:23  tenants[3]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:27  tenants[4]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:31  tenants[5]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:35  tenants[6]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:39  tenants[7]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text.
      anchor-bomb.yaml:4:43  tenants[8]  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text."
    `);
  });
  it("unknown-alias", () => {
    expect(bad("unknown-alias")).toMatchInlineSnapshot(
      `"unknown-alias.yaml:2:11  tenants[0].slug  anchors (&) and aliases (*) are not allowed. Write the value out, or in quotes if it is text."`,
    );
  });
  it("tag", () => {
    expect(bad("tag")).toMatchInlineSnapshot(`
      "tag.yaml:2:20  tenants[0].slug  tags (!) are not allowed. Write the plain value, or in quotes if it is text.
      tag.yaml:3:16  tenants[0].name  tags (!) are not allowed. Write the plain value, or in quotes if it is text."
    `);
  });
  it("directive", () => {
    expect(bad("directive")).toMatchInlineSnapshot(
      `"directive.yaml:1:1  % directives are not allowed. Take the line out."`,
    );
  });
  it("two-documents", () => {
    expect(bad("two-documents")).toMatchInlineSnapshot(
      `"two-documents.yaml:2:1  there is more than one document in the file. Take out the line \`---\`."`,
    );
  });
  it("syntax", () => {
    expect(bad("syntax")).toMatchInlineSnapshot(`
      "syntax.yaml:2:11  a value must not be another \`key: value\`. Put the text in quotes or the key on its own line.
      syntax.yaml:3:20  an unknown \\ escape in double quotes. Use single quotes, or write \\\\ for a backslash.
      syntax.yaml:4:13  plain text cannot start with this character. Put the text in quotes.
      syntax.yaml:5:31  the indentation or a closing bracket is wrong. Align it with its neighbours and close what is open.
      syntax.yaml:6:4  a quote, bracket, colon, comma or list dash is missing. Complete it on this line or above.
      syntax.yaml:7:1  the indentation or a closing bracket is wrong. Align it with its neighbours and close what is open."
    `);
  });
  it("repeated-key", () => {
    expect(bad("repeated-key")).toMatchInlineSnapshot(`
      "repeated-key.yaml:6:5  tenants[0].slug  is there twice, first on line 2. Keep one of them.
      repeated-key.yaml:7:29  tenants[0].settings.locale  is there twice, first on line 7. Keep one of them."
    `);
  });
  it("complex-key", () => {
    expect(bad("complex-key")).toMatchInlineSnapshot(`
      "complex-key.yaml:2:7  tenants[0]  a key must be plain text. Write keys as in the documentation of the file.
      complex-key.yaml:4:5  tenants[0]  a key must be plain text. Write keys as in the documentation of the file."
    `);
  });
  it("deep", () => {
    expect(bad("deep")).toMatchInlineSnapshot(
      `"deep.yaml:1:30  the nesting is deeper than 20 levels. Take the nesting out."`,
    );
  });
  it("scalar", () => {
    expect(bad("scalar")).toMatchInlineSnapshot(
      `"scalar.yaml:1:1  must be keys with values. Indent its keys below it."`,
    );
  });
});

describe("tenants that break the schema", () => {
  it("not-a-list", () => {
    expect(bad("not-a-list")).toMatchInlineSnapshot(
      `"not-a-list.yaml:1:1  tenants  must be a list. Write each entry on its own line after a dash, or [] for none."`,
    );
  });
  it("null-list", () => {
    expect(bad("null-list")).toMatchInlineSnapshot(
      `"null-list.yaml:1:1  tenants  has no value. Write one, or take it out."`,
    );
  });
  it("unknown-keys", () => {
    expect(bad("unknown-keys")).toMatchInlineSnapshot(`
      "unknown-keys.yaml:1:1  version  is not a known key. Take it out, or use one of: tenants.
      unknown-keys.yaml:7:5  tenants[0].domian  is not a known key. Did you mean \`domain\`?
      unknown-keys.yaml:8:5  tenants[0].password  is not a known key. Take it out, or use one of: slug, id, name, domain, www, apiDomain, aliases, canonical, certificate, state, maintenance, access, assetBaseUrl, plan, modules, settings, addresses, version, passwordVersion, schema.
      unknown-keys.yaml:9:5  tenants[0].?  is not a known key. Take it out, or use one of: slug, id, name, domain, www, apiDomain, aliases, canonical, certificate, state, maintenance, access, assetBaseUrl, plan, modules, settings, addresses, version, passwordVersion, schema.
      unknown-keys.yaml:10:17  tenants[0].settings.timezone  is not a known key. Did you mean \`timeZone\`?
      unknown-keys.yaml:10:32  tenants[0].settings.colour  is not a known key. Take it out, or use one of: name, locale, timeZone, themeColor, logo."
    `);
  });
  it("missing-fields", () => {
    expect(bad("missing-fields")).toMatchInlineSnapshot(`
      "missing-fields.yaml:2:5  tenants[0].slug  is missing. Add \`slug: client4\`.
      missing-fields.yaml:2:5  tenants[0].id  is missing. Add \`id: client4_001\`.
      missing-fields.yaml:2:5  tenants[0].name  is missing. Add \`name: Client Four\`.
      missing-fields.yaml:2:5  tenants[0].domain  is missing. Add \`domain: client4.example.com\`.
      missing-fields.yaml:3:4  tenants[1]  has no value. Write one, or take it out.
      missing-fields.yaml:4:5  tenants[2]  must be keys with values. Indent its keys below it.
      missing-fields.yaml:5:5  tenants[3].domain  is missing. Add \`domain: client4.example.com\`.
      missing-fields.yaml:6:5  tenants[3].id  has no value. Write one, or take it out."
    `);
  });
  it("wrong-types", () => {
    expect(bad("wrong-types")).toMatchInlineSnapshot(`
      "wrong-types.yaml:2:5  tenants[0].slug  must be text. Put the value in quotes.
      wrong-types.yaml:3:5  tenants[0].id  must be text. Put the value in quotes.
      wrong-types.yaml:4:5  tenants[0].name  must be text. Put the value in quotes.
      wrong-types.yaml:5:5  tenants[0].domain  must be text. Put the value in quotes.
      wrong-types.yaml:6:5  tenants[0].www  must be true or false. Write true or false without quotes; in YAML 1.2 yes and no are text.
      wrong-types.yaml:7:5  tenants[0].aliases  must be a list. Write each entry on its own line after a dash, or [] for none.
      wrong-types.yaml:8:5  tenants[0].state  must be one of: active, suspended, archived. Choose one of them.
      wrong-types.yaml:9:5  tenants[0].plan  must be one of: small, standard, large. Choose one of them.
      wrong-types.yaml:10:22  tenants[0].modules[1]  must be one of: crews. Choose one of them.
      wrong-types.yaml:11:5  tenants[0].settings  must be keys with values. Indent its keys below it.
      wrong-types.yaml:12:5  tenants[0].addresses  must be keys with values. Indent its keys below it.
      wrong-types.yaml:13:5  tenants[0].version  must be text. Put the value in quotes.
      wrong-types.yaml:14:5  tenants[0].schema  has no value. Write one, or take it out."
    `);
  });
  it("bad-values", () => {
    expect(bad("bad-values")).toMatchInlineSnapshot(`
      "bad-values.yaml:2:5  tenants[0].slug  must be 2 to 30 lower-case letters, digits and single hyphens, starting with a letter. Write it like \`client4\` or \`north-side\`.
      bad-values.yaml:3:5  tenants[0].id  must be 3 to 40 lower-case letters, digits and single underscores, starting with a letter. Write it like \`client4_001\`.
      bad-values.yaml:4:5  tenants[0].name  must be one line of 1 to 80 characters without spaces at its ends. Shorten or trim it.
      bad-values.yaml:5:5  tenants[0].domain  must be a host name only. Leave out https://, any user and any path.
      bad-values.yaml:6:5  tenants[0].apiDomain  must not have a wildcard. List each name under \`aliases\`: a wildcard certificate cannot be had over HTTP.
      bad-values.yaml:7:15  tenants[0].aliases[0]  must be in lower case. Write it in lower case.
      bad-values.yaml:7:34  tenants[0].aliases[1]  must not have a port. Leave out the port: the edge answers on 80 and 443.
      bad-values.yaml:7:55  tenants[0].aliases[2]  must have at least two labels. Write the whole name, like \`client4.example.com\`.
      bad-values.yaml:7:66  tenants[0].aliases[3]  must not be an IP address. Write a host name: certificates are issued for names.
      bad-values.yaml:7:76  tenants[0].aliases[4]  must not have an underscore (RFC 1035). Use a hyphen.
      bad-values.yaml:7:101  tenants[0].aliases[5]  must be labels of letters, digits and inner hyphens, joined by dots, the last one starting with a letter. Write it like \`client4.example.com\`.
      bad-values.yaml:7:119  tenants[0].aliases[6]  must be ASCII. Write the punycode form, which starts with xn--.
      bad-values.yaml:8:5  tenants[0].modules  must name each module once. Take out the repeated one.
      bad-values.yaml:10:7  tenants[0].settings.name  must be one line of 1 to 80 characters without spaces at its ends. Shorten or trim it.
      bad-values.yaml:11:7  tenants[0].settings.locale  must be es or en, with or without a known region (BCP 47). Write it like \`es-MX\` or \`en-US\`.
      bad-values.yaml:12:7  tenants[0].settings.timeZone  must be a time zone of the IANA list. Write it like \`America/Phoenix\` or \`UTC\`.
      bad-values.yaml:13:7  tenants[0].settings.themeColor  must be a colour of the form #rrggbb. Write it in quotes, like "#1f6feb".
      bad-values.yaml:14:7  tenants[0].settings.logo  must not have a user or password in it. Put the logo where everybody may read it.
      bad-values.yaml:15:18  tenants[0].addresses.nginx  must be an IPv4 address. Write it like \`172.18.0.8\`.
      bad-values.yaml:16:5  tenants[0].version  must be a semantic version without build metadata, as it is an image tag. Write it in quotes, like "2.0.0" or "2.1.0-rc.1".
      bad-values.yaml:17:5  tenants[0].schema  must be tenant_ and lower-case letters, digits or underscores, 54 characters at most. Write it like \`tenant_client4\`, or leave it out: it follows from the slug.
      bad-values.yaml:21:5  tenants[1].domain  must be the bare name, without its www. Leave out \`www.\` and set \`www: true\`.
      bad-values.yaml:22:5  tenants[1].schema  must not end in _app: that is the ending of the tenants' roles. Choose another schema name."
    `);
  });
  it("reserved-slugs", () => {
    expect(bad("reserved-slugs")).toMatchInlineSnapshot(`
      "reserved-slugs.yaml:2:7  tenants[0].slug  is reserved: it would be taken for a schema or database. Choose another slug.
      reserved-slugs.yaml:3:7  tenants[1].slug  is reserved: it would be taken for a host name. Choose another slug.
      reserved-slugs.yaml:4:7  tenants[2].slug  is reserved: it would be taken for a schema or database. Choose another slug.
      reserved-slugs.yaml:5:7  tenants[3].slug  is reserved: it would be taken for a Redis user. Choose another slug.
      reserved-slugs.yaml:6:7  tenants[4].slug  must not end in -app: the stack gives that ending to its own names. Choose another slug.
      reserved-slugs.yaml:7:7  tenants[5].slug  must be 2 to 30 lower-case letters, digits and single hyphens, starting with a letter. Write it like \`client4\` or \`north-side\`."
    `);
  });
  it("over-long", () => {
    expect(bad("over-long")).toMatchInlineSnapshot(`
      "over-long.yaml:3:5  tenants[0].id  must be 3 to 40 lower-case letters, digits and single underscores, starting with a letter. Write it like \`client4_001\`.
      over-long.yaml:4:5  tenants[0].name  must be one line of 1 to 80 characters without spaces at its ends. Shorten or trim it.
      over-long.yaml:5:5  tenants[0].domain  must have labels of at most 63 characters (RFC 1035) and at most 110 in all (nginx). Use a shorter name.
      over-long.yaml:6:5  tenants[0].apiDomain  must have labels of at most 63 characters (RFC 1035) and at most 110 in all (nginx). Use a shorter name.
      over-long.yaml:7:5  tenants[0].schema  must be tenant_ and lower-case letters, digits or underscores, 54 characters at most. Write it like \`tenant_client4\`, or leave it out: it follows from the slug.
      over-long.yaml:11:5  tenants[1].domain  must leave room for www. and api.: 106 characters at most. Use a shorter name."
    `);
  });
});

describe("tenants that do not go together", () => {
  it("duplicates", () => {
    expect(bad("duplicates")).toMatchInlineSnapshot(`
      "duplicates.yaml:9:5  tenants[1].slug  is a slug that is already taken by tenants[0].slug on line 2. Give each tenant its own.
      duplicates.yaml:10:5  tenants[1].id  is an id that is already taken by tenants[0].id on line 3. Give each tenant its own.
      duplicates.yaml:12:5  tenants[1].domain  is a host name that is already taken by tenants[0].domain on line 5. Give each tenant its own.
      duplicates.yaml:13:5  tenants[1].www  gives a host name that is already taken by tenants[0].www on line 6. Give each tenant its own.
      duplicates.yaml:14:17  tenants[1].settings.themeColor  must be a colour of the form #rrggbb. Write it in quotes, like "#1f6feb".
      duplicates.yaml:19:15  tenants[2].aliases[0]  is a host name that is already taken by tenants[0].www on line 6. Give each tenant its own.
      duplicates.yaml:19:36  tenants[2].aliases[1]  is a host name that is already taken by tenants[0].domain on line 5. Give each tenant its own.
      duplicates.yaml:19:57  tenants[2].aliases[2]  is a host name that is already taken by tenants[2].domain on line 18. Give each tenant its own.
      duplicates.yaml:20:5  tenants[2].apiDomain  is a host name that is already taken by tenants[0].aliases[0] on line 7. Give each tenant its own.
      duplicates.yaml:21:5  tenants[2].schema  is a schema that is already taken by tenants[0].slug on line 2. Give each tenant its own.
      duplicates.yaml:22:18  tenants[2].addresses.nginx  is an address that is already taken by tenants[0].addresses.nginx on line 8. Give each tenant its own.
      duplicates.yaml:22:37  tenants[2].addresses.web  is an address that is already taken by tenants[0].addresses.web on line 8. Give each tenant its own.
      duplicates.yaml:31:5  tenants[4].domain  is a host name that is already taken by tenants[3].domain on line 26. Give each tenant its own."
    `);
  });
  it("schema-collision", () => {
    expect(bad("schema-collision")).toMatchInlineSnapshot(
      `"schema-collision.yaml:3:7  tenants[1].slug  gives a schema that is already taken by tenants[0].schema on line 2. Give each tenant its own."`,
    );
  });
  it("addresses", () => {
    expect(bad("addresses")).toMatchInlineSnapshot(`
      "addresses.yaml:6:18  tenants[0].addresses.nginx  is the address of a shared service. Choose one from 172.18.0.2 to 172.18.127.255 that no shared service has, or leave it out.
      addresses.yaml:6:37  tenants[0].addresses.web  is not in the part of the data network for fixed addresses. Choose one from 172.19.0.2 to 172.19.127.255 that no shared service has, or leave it out.
      addresses.yaml:11:18  tenants[1].addresses.nginx  is not in the part of the edge network for fixed addresses. Choose one from 172.18.0.2 to 172.18.127.255 that no shared service has, or leave it out.
      addresses.yaml:11:35  tenants[1].addresses.web  is not in the part of the data network for fixed addresses. Choose one from 172.19.0.2 to 172.19.127.255 that no shared service has, or leave it out."
    `);
  });
  it("over-budget", () => {
    expect(bad("over-budget")).toMatchInlineSnapshot(`
      "over-budget.yaml:1:1  tenants  the plans need 2176 MiB of memory where the stack's share is 2048. Give tenants a smaller plan, suspend or archive some, or raise chalan:share of the stack.
          tenant                         plan       state       memory MiB        cpus
          one                            large      active            1536        1.00
          two                            standard   active             512        0.90
          three                          large      suspended          128        0.20
          sum                                                         2176        2.10
          share                                                       2048        8.00"
    `);
  });
  it("taken-elsewhere", () => {
    const neighbours = loadTenants(`${fixtures}/good/minimal.yaml`);
    expect(bad("taken-elsewhere", { ...surroundings, neighbours })).toMatchInlineSnapshot(`
      "taken-elsewhere.yaml:5:5  tenants[0].domain  is a host name that is already taken by tenant solo of another stack on this edge. Give each tenant its own.
      taken-elsewhere.yaml:6:15  tenants[0].aliases[0]  is a host name that is already taken by a shared service. Give each tenant its own."
    `);
  });
  it("nothing around them that could be broken", () => {
    const list = (name: string) => loadTenants(`${fixtures}/bad/${name}.yaml`).length;
    expect([list("over-budget"), list("addresses"), list("taken-elsewhere")]).toEqual([4, 2, 1]);
  });
});

describe("files that cannot be read", () => {
  const temporary = (name: string, content: string | Buffer) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  it("missing", () => {
    expect(refusal(join(folder, "missing.yaml"))).toMatchInlineSnapshot(
      `"missing.yaml  the file does not exist. Create it, or check the name of the stack."`,
    );
  });
  it("a folder", () => {
    expect(refusal(`${fixtures}/bad`)).toMatchInlineSnapshot(
      `"bad  this is not a file. Put a YAML file there."`,
    );
  });
  it("below a file", () => {
    expect(refusal(`${fixtures}/good/none.yaml/x.yaml`)).toMatchInlineSnapshot(
      `"x.yaml  a part of the path is not a folder. Check the path."`,
    );
  });
  it("a loop of links", () => {
    symlinkSync(join(folder, "loop.yaml"), join(folder, "loop.yaml"));
    expect(refusal(join(folder, "loop.yaml"))).toMatchInlineSnapshot(
      `"loop.yaml  the path is a loop of links. Put the file itself there."`,
    );
  });
  it("another user's", () => {
    const file = temporary("locked.yaml", "tenants: []\n");
    chmodSync(file, 0);
    chmodSync(folder, 0o755);
    // Root may read everything, so the test takes off its rights for the moment.
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65534);
    try {
      expect(refusal(file)).toMatchInlineSnapshot(
        `"locked.yaml  the file may not be read by this user. Give yourself the right to read it."`,
      );
    } finally {
      if (root) process.seteuid?.(0);
    }
  });
  it("too large", () => {
    expect(refusal(temporary("large.yaml", "#".repeat(256 * 1024 + 1)))).toMatchInlineSnapshot(
      `"large.yaml  the file is larger than 256 KiB. Take out what is not about tenants."`,
    );
  });
  it("too much to show", () => {
    const tenants = Array.from({ length: 60 }, () => "  - 1\n").join("");
    const lines = refusal(temporary("many.yaml", `tenants:\n${tenants}`)).split("\n");
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toMatchInlineSnapshot(`"many.yaml  … and 10 more."`);
  });
});

describe("whatever is in the file", () => {
  const outcome = (content: string | Uint8Array): "loaded" | "refused" => {
    const file = join(folder, "any.yaml");
    writeFileSync(file, content);
    try {
      loadTenants(file, surroundings);
      return "loaded";
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.problems.length).toBeGreaterThan(0);
      for (const { line, column, rule, remedy } of error.problems) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
        expect(rule).toMatch(/^\S/);
        expect(remedy).toMatch(/[.?]$/);
      }
      return "refused";
    }
  };
  it("bytes: loads it or refuses it with a line", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => outcome(bytes) === "refused"));
  });
  it("text of YAML's own characters: loads it or refuses it with a line", () => {
    const plain = [
      "tenants:",
      "\n",
      "\n  - ",
      "slug",
      ": ",
      "id: a_1",
      "name",
      "1",
      "null",
      "~",
      "<<",
      "__proto__",
    ];
    const marks = [
      "[",
      "]",
      "{",
      "}",
      ",",
      "&a ",
      "*a",
      "!x ",
      "? ",
      "'",
      '"',
      "#",
      "|",
      ">",
      "\t",
      "\n---\n",
      "\n...\n",
    ];
    const tokens = fc.constantFrom(...plain, ...marks, "%YAML 1.1\n");
    fc.assert(
      fc.property(fc.array(tokens, { maxLength: 40 }), (parts) =>
        ["loaded", "refused"].includes(outcome(parts.join(""))),
      ),
      { numRuns: 1000 },
    );
  });
  it("any data in the place of a tenant: loads it or refuses it with a line, and never shows a value", () => {
    const field = fc.constantFrom(
      "slug",
      "id",
      "name",
      "domain",
      "www",
      "aliases",
      "plan",
      "settings",
      "addresses",
      "x",
      "__proto__",
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom("sentinel-secret-value", ["sentinel-secret-value"], {
        locale: "sentinel-secret-value",
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(field, value))), (tenants) => {
        const file = { tenants: tenants.map((entries) => Object.fromEntries(entries)) };
        outcome(JSON.stringify(file));
        const [first] = tenants.flat();
        if (first === undefined) return;
        expect(refusal(join(folder, "any.yaml"))).not.toContain("sentinel");
      }),
    );
  });
  it.each(["[", "{a: ", "- ", "? ", "&a [", "{? ", "*a ", "- ["])("250 KiB of %j are refused", (opening) => {
    expect(outcome(opening.repeat(Math.floor((250 * 1024) / opening.length)))).toBe("refused");
  });
});
