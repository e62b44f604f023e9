/** What a tenant migration must not say, and why. It runs in any tenant's schema, as the owner of all of them. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:table|view|index|sequence|type|domain|function|procedure|into|from|join|update|references|only|exists|call|schema)\s+"?[a-z_]\w*"?\s*\.\s*"?[a-z_*]/i,
    "names a schema: names must be unqualified, the runner sets the search path",
  ],
  [
    /\bcreate\s+(?:unique\s+)?(?:index|trigger|policy|rule)\b[^;]*?\son\s+(?:only\s+)?"?[a-z_]\w*"?\s*\.\s*"?[a-z_]/i,
    "names a schema: names must be unqualified, the runner sets the search path",
  ],
  [
    /\bpublic\s*\./i,
    "names schema public: a tenant's schema must not depend on it, or its dump cannot be restored",
  ],
  [/\bsearch_path\b/i, "touches search_path: the runner sets it"],
  [/\b(?:set|reset)\s+(?:local\s+|session\s+)?(?:role|session\s+authorization)\b/i, "changes the role"],
  [/\b(?:create|alter|drop)\s+(?:role|user|group)\b/i, "changes roles: the infrastructure makes them"],
  [/(?:^|;)\s*(?:grant|revoke)\b/i, "changes privileges: the runner gives them"],
  [/\balter\s+default\s+privileges\b/i, "changes privileges: the runner gives them"],
  [/\bowner\s+to\b|\breassign\s+owned\b/i, "changes an owner: chalan_ddl owns everything"],
  [/\bsecurity\s+definer\b/i, "defines a function that runs as the owner of every tenant's schema"],
  [
    /\b(?:create|alter|drop)\s+(?:schema|database|extension|tablespace|publication|subscription)\b/i,
    "reaches beyond its schema",
  ],
  [
    /(?:^|;)\s*(?:begin|start\s+transaction|commit|rollback|savepoint|end)\s*(?:work|transaction)?\s*(?:;|$)/i,
    "controls the transaction: the runner does",
  ],
  [/\bconcurrently\b/i, "cannot run in a transaction, and every file runs in one"],
];

const QUOTED = /'(?:[^']|'')*'/g;
const COMMENTS = /--[^\n]*|\/\*[\s\S]*?\*\//g;
/** Bodies of functions: their `begin` and `end` are blocks, not transactions. */
const BODIES = /\$(\w*)\$[\s\S]*?\$\1\$/g;

/**
 * Checks one tenant migration.
 *
 * @param sql the file's text
 * @returns what is wrong, nothing when it is fine
 */
export function lintTenantMigration(sql: string): string[] {
  const code = sql.replace(COMMENTS, " ").replace(QUOTED, "''");
  const withoutBodies = code.replace(BODIES, "''");
  // set_config('search_path', …) hides the setting's name in a text; no migration needs it for anything else.
  const configured = /\bset_config\s*\(/i.test(code)
    ? ["sets a configuration: the runner does (search_path, time-outs)"]
    : [];
  const broken = RULES.filter(([pattern]) => {
    const isStatementRule = pattern.source.startsWith("(?:^|;)");
    return pattern.test(isStatementRule ? withoutBodies : code);
  });
  return [...new Set([...broken.map(([, reason]) => reason), ...configured])];
}
