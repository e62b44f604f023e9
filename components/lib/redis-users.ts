import { redisPasswordHash } from "./secrets.ts";

/** The users that come from this program at every start, as `/etc/chalan/admin.acl`; those of tenants and worker live in the volume. */
export function ownUsers(adminPassword: string): string {
  return `user default off
user admin on #${redisPasswordHash(adminPassword)} ~* &* +@all
`;
}

/**
 * Puts both kinds together and starts the server. Another password of the admin means that all passwords of the stack were changed: then
 * the users of before go at once, those whose delete step knows the old admin only among them, and their owners' steps set the new ones.
 */
export const redisStart = [
  "sh",
  "-c",
  `
own=/etc/chalan/admin.acl all=/data/users.acl
{
  cat $own
  ! grep -sqF "$(grep -o '#[0-9a-f]*' $own)" $all || grep -v -e '^user admin ' -e '^user default ' $all
} >$all.new
mv $all.new $all && exec redis-server /etc/chalan/redis.conf`.trim(),
];
