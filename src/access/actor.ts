/** Who runs a command, as the transport authenticated them. */
export interface Actor {
  /** Name of the key or token owner, or of the local user. */
  name: string;
  via: 'local' | 'ssh' | 'http';
  /** SHA256 fingerprint of the SSH key. */
  fingerprint?: string;
}

/** What somebody may do, for one app or for all; each role includes the ones before it. */
export const roles = ['read', 'deploy', 'admin'] as const;
export type Role = (typeof roles)[number];

export function includesRole(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed);
}

/** The highest of some stored roles; undefined when there is none. */
export function highest(held: readonly string[]): Role | undefined {
  return roles.findLast((role) => held.includes(role));
}
