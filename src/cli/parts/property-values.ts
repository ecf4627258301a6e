import { Failure } from '../../core/failure.ts';
import { isDnsSubdomain } from '../../core/kubernetes-names.ts';

/** Checks for the values of properties, to be used as their `normalize`. */

export function boolean(property: string): (value: string) => string {
  return (value) => {
    if (value === 'true' || value === 'false') return value;
    throw invalidPropertyValue(property, value, 'true or false');
  };
}

/** A relative path without `..`. Links are checked later, in the tree itself. */
export function pathInRepository(property: string): (value: string) => string {
  return (value) => {
    const path = value.replace(/^\.\//, '').replace(/\/+$/, '');
    if (path !== '' && !path.startsWith('/') && !path.split('/').includes('..') && !path.includes('\0'))
      return path;
    throw invalidPropertyValue(
      property,
      value,
      'a path inside the repository, without .. and without a leading /',
    );
  };
}

/** `<property> must be <what>; got "<value>"`. */
export function invalidPropertyValue(property: string, value: string, what: string): Failure {
  return new Failure(`${property} must be ${what}; got "${value}"`, { code: 'usage.value' });
}

/** Names of Secrets and classes: labels joined by dots. */
export function dnsSubdomainValue(property: string): (value: string) => string {
  return (value) => {
    if (isDnsSubdomain(value)) return value;
    throw invalidPropertyValue(property, value, 'lower-case letters, digits, dashes and dots');
  };
}

export function oneOf(property: string, choices: readonly string[]): (value: string) => string {
  return (value) => {
    if (choices.includes(value)) return value;
    throw invalidPropertyValue(property, value, `one of ${choices.join(', ')}`);
  };
}
