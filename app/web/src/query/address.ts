type Values = Readonly<Record<string, string>>;

/** @returns the values of a page's address; the default where it says none */
export function fromAddress<Query extends Values>(
  address: Readonly<Record<string, unknown>>,
  defaults: Query,
) {
  const values = Object.entries(defaults).map(([name, value]) => {
    const given = address[name];
    return [name, typeof given === "string" ? given : value];
  });
  return Object.fromEntries(values) as Query;
}

/** @returns what the address has to say: what is not the default */
export function toAddress<Query extends Values>(query: Query, defaults: Query): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([name, value]) => value !== defaults[name]));
}
