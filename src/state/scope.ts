/** The global scope of properties, config and domains; stored as NULL, written `--global` on the command line. */
export const GLOBAL = '--global';

/** An app's name or `GLOBAL`. */
export type Scope = string;

export function columnOf(scope: Scope): string | null {
  return scope === GLOBAL ? null : scope;
}
