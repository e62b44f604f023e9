/**
 * What BullMQ and ioredis need, and nothing that shows or harms another user's keys: SCAN, RANDOMKEY and DBSIZE ignore key patterns,
 * SELECT and SCRIPT FLUSH reach beyond them, PUBSUB names everybody's channels. Found by test with BullMQ 6.7 (knowledge/tenancy section 3); INFO is its version check.
 */
const commands =
  "-@all +@read +@write +@connection +@transaction +@pubsub +@scripting +@blocking +@stream -@dangerous -keys +info -scan" +
  " -randomkey -dbsize -select -pubsub -script +script|load +script|exists -function";

/** The rule of a Redis user that may touch only keys and channels under `prefix`, e.g. `t:{phoenix}:`. The password's hash is added apart: it is secret. */
export function redisUserRules(prefix: string): string {
  return `on resetpass resetkeys resetchannels ~${prefix}* &${prefix}* ${commands}`;
}
