import type { PropertyReader } from '../../state/property-reader.ts';
import { GLOBAL, type Scope } from '../../state/scope.ts';

/** The variable that carries the commit when nothing is set. */
export const defaultRevisionVariable = 'GIT_REV';

/**
 * The name of the variable by which an app learns its commit, or of all apps that have no setting of their own. Set
 * to an empty text there is none, which is not the same as not set.
 */
export function revisionVariable(properties: PropertyReader, scope: Scope): string {
  return (
    properties.get(scope, 'git', 'rev-env-var') ??
    properties.get(GLOBAL, 'git', 'rev-env-var') ??
    defaultRevisionVariable
  );
}
