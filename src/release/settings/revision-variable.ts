import type { PropertyReader } from '../../state/property-reader.ts';
import { GLOBAL, type Scope } from '../../state/scope.ts';

/** The default name of the variable with the commit. */
export const defaultRevisionVariable = 'GIT_REV';

/**
 * Returns the name of the variable with the commit. The global scope has the name for all apps without their own
 * setting. An empty name means no variable, unlike an unset property.
 */
export function revisionVariable(properties: PropertyReader, scope: Scope): string {
  return (
    properties.get(scope, 'git', 'rev-env-var') ??
    properties.get(GLOBAL, 'git', 'rev-env-var') ??
    defaultRevisionVariable
  );
}
