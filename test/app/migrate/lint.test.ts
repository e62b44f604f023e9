import { describe, expect, it } from "vitest";
import { lintTenantMigration } from "../../../app/migrate/lint.ts";
import { migrations } from "../support/database.ts";

const REFUSED: readonly [sql: string, reason: RegExp][] = [
  ["create table public.jobs (id int)", /names a schema/],
  ['create table "tenant_a"."jobs" (id int)', /names a schema/],
  ["insert into other.jobs values (1)", /names a schema/],
  ["select 1 from other . jobs", /names a schema/],
  ["alter table jobs add column user_id uuid references public.users", /names schema public/],
  ["create index jobs_id on other.jobs (id)", /names a schema/],
  ["create unique index concurrently jobs_id on jobs (id)", /in a transaction/],
  ["create trigger t before update on other.jobs execute function f()", /names a schema/],
  [
    "create function f() returns int language plpgsql as $$ begin return (select 1 from public.users); end $$",
    /public/,
  ],
  ["SET search_path TO other", /search_path/],
  ["select set_config('search_path', 'other', false)", /configuration/],
  ["create function f() returns int language sql set search_path = x as $$ select 1 $$", /search_path/],
  ["set role postgres", /changes the role/],
  ["SET LOCAL ROLE postgres", /changes the role/],
  ["reset session authorization", /changes the role/],
  ["create role x", /changes roles/],
  ["alter user x superuser", /changes roles/],
  ["create table a (id int);\ngrant select on a to x", /privileges/],
  ["alter default privileges grant select on tables to x", /privileges/],
  ["alter table jobs owner to x", /owner/],
  ["create function f() returns int language sql security definer as 'select 1'", /owner of every/],
  ["create extension btree_gist", /beyond its schema/],
  ["drop schema other", /beyond its schema/],
  ["create table a (id int);\ncommit;\ncreate table b (id int)", /transaction/],
];

const ACCEPTED = [
  "-- public.users is only a comment\ncreate table jobs (id int)",
  "insert into texts values ('see public.users; set role x')",
  "update jobs set done = true from crews where crews.id = jobs.crew_id and crews.name = ''",
  "create view v as select jobs.id from jobs join crews on crews.id = jobs.crew_id",
  "create function f() returns trigger language plpgsql as $$ begin new.a := old.a; return new; end $$",
  "create trigger t before update on jobs for each row execute function f()",
];

describe("lintTenantMigration", () => {
  it.each(REFUSED)("refuses %s", (sql, reason) => {
    expect(lintTenantMigration(sql).join("; ")).toMatch(reason);
  });
  it.each(ACCEPTED)("accepts %s", (sql) => {
    expect(lintTenantMigration(sql)).toEqual([]);
  });
  it("finds nothing in the real tenant migrations, of which every module has some", async () => {
    const { modules } = await migrations;
    expect([...modules.keys()].sort()).toEqual(["core", "crews"]);
    const files = [...modules.values()].flat();
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const { name, sql } of files) expect([name, lintTenantMigration(sql)]).toEqual([name, []]);
  });
});
