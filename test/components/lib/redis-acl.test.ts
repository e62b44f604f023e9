import { expect, test } from "vitest";
import { redisUserRules } from "../../../components/lib/redis-acl.ts";

test("a tenant's user reaches its own keys and channels only, and no command that looks further", () => {
  expect(redisUserRules("t:{phoenix}:")).toMatchInlineSnapshot(
    `"on resetpass resetkeys resetchannels ~t:{phoenix}:* &t:{phoenix}:* -@all +@read +@write +@connection +@transaction +@pubsub +@scripting +@blocking +@stream -@dangerous -keys +info -scan -randomkey -dbsize -select -pubsub -script +script|load +script|exists -function"`,
  );
});
