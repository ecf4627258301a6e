/** The caller of a command, as the transport authenticated the caller. */
export interface Actor {
  /** Name of the key or token owner, or of the local user. */
  name: string;
  via: 'local' | 'ssh' | 'http';
  /** SHA256 fingerprint of the SSH key. */
  fingerprint?: string;
}

/** The roles that a user can have, for one app or for all apps. Each role includes the roles before it. */
export const roles = ['read', 'deploy', 'admin'] as const;
export type Role = (typeof roles)[number];

export function includesRole(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed);
}

/** The highest of the stored roles; undefined without any role. */
export function highest(held: readonly string[]): Role | undefined {
  return roles.findLast((role) => held.includes(role));
}
