/** The scheme with the account, the hosts, and what follows them. */
const PARTS = /^([a-z]+:\/\/(?:[^/?#]*@)?)([^/?#@]*)(.*)$/is;

/**
 * An address as libpq writes it may have several hosts: `postgres://ann@one:5432,two:5432/db`. URL knows one at most.
 *
 * @returns the address of each, in their order
 */
export function hostsOf(address: string): [string, ...string[]] {
  const [, account = '', hosts = '', rest = ''] = PARTS.exec(address) ?? [];
  const each = hosts.split(',').map((host) => account + host + rest);
  return each.length > 1 ? (each as [string, ...string[]]) : [address];
}

/** Hosts, ports and database: what is worth showing, without the name and the password. */
export function placeOf(address: string): string {
  const hosts = hostsOf(address).map((each) => new URL(each).host);
  return `${hosts.join(',')}${decodeURIComponent(new URL(hostsOf(address)[0]).pathname)}`;
}

/** The same servers, another database. */
export function withDatabase(address: string, database: string): string {
  return address.replace(PARTS, (_all, account: string, hosts: string, rest: string) => {
    return `${account}${hosts}/${database}${/\?.*$/s.exec(rest)?.[0] ?? ''}`;
  });
}

/** What libpq calls `target_session_attrs`; null where the address does not say. */
export function wantedSession(address: string): string | null {
  return new URL(hostsOf(address)[0]).searchParams.get('target_session_attrs');
}
