import { isAbsolute, normalize } from 'node:path';
import { parseReference } from '../../build/registry/reference.ts';
import { dnsSubdomainValue, invalidPropertyValue } from '../../cli/parts/property-values.ts';
import { parseDuration } from '../../core/clock.ts';
import { readMemory } from '../../core/quantity.ts';
import { isMaxRestarts, mostRestarts } from '../../release/deploy-settings.ts';
import { namespaceProblem } from '../../release/settings/namespace-template.ts';

// Checks for the values of this topic's properties: the command refuses an invalid value before a deploy would.

export function timeout(property: string): (value: string) => string {
  return (value) => {
    const milliseconds = parseDuration(value);
    if (milliseconds !== undefined && milliseconds >= 1000 && milliseconds <= 24 * 3_600_000) return value;
    throw invalidPropertyValue(
      property,
      value,
      'seconds or a time like 90s, 5m or 1h30m, from a second to a day',
    );
  };
}

export function memory(property: string): (value: string) => string {
  return (value) => {
    const reading = readMemory(value);
    if ('quantity' in reading && reading.quantity.nano > 0n) return value;
    throw invalidPropertyValue(property, value, 'an amount of memory like 64Mi or 1Gi');
  };
}

/** Stored with single commas between the names. */
export function secretNames(property: string): (value: string) => string {
  return (value) =>
    value
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(dnsSubdomainValue(property))
      .join(',');
}

/** `Kind.group`, or `Kind` for kinds of the core group. */
export function kindNames(property: string): (value: string) => string {
  return listOf(
    property,
    /^[A-Z][A-Za-z0-9]*(\.[a-z0-9-]+)*$/,
    'kinds like RoleBinding.rbac.authorization.k8s.io',
  );
}

/** `Kind/name` in the namespace of the app, or `namespace/Kind/name`. */
export function objectNames(property: string): (value: string) => string {
  return listOf(
    property,
    /^([a-z0-9-]+\/)?[A-Z][A-Za-z0-9]*\/[a-z0-9][a-z0-9.-]*$/,
    'objects like Secret/smtp or mail/Secret/smtp',
  );
}

/** Stored with single commas between the members. */
function listOf(property: string, form: RegExp, what: string): (value: string) => string {
  return (value) => {
    const members = value.split(/[\s,]+/).filter(Boolean);
    if (members.every((member) => form.test(member))) return members.join(',');
    throw invalidPropertyValue(property, value, `${what}, separated by commas`);
  };
}

export function email(property: string): (value: string) => string {
  return (value) => {
    if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return value;
    throw invalidPropertyValue(property, value, 'an e-mail address');
  };
}

export function absolutePath(property: string): (value: string) => string {
  return (value) => {
    if (isAbsolute(value) && !value.includes('\0')) return normalize(value);
    throw invalidPropertyValue(property, value, 'an absolute path on the server');
  };
}

export function image(property: string): (value: string) => string {
  return (value) => {
    try {
      parseReference(value);
    } catch {
      throw invalidPropertyValue(
        property,
        value,
        'an image like busybox:1.36 or registry.example.com/busybox',
      );
    }
    return value;
  };
}

export function port(property: string): (value: string) => string {
  return (value) => {
    if (/^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535) return value;
    throw invalidPropertyValue(property, value, 'a port from 1 to 65535');
  };
}

export function maxRestarts(property: string): (value: string) => string {
  return (value) => {
    if (isMaxRestarts(value)) return value;
    throw invalidPropertyValue(property, value, `a number from 1 to ${mostRestarts}`);
  };
}

/** A namespace, or a template of namespaces. Refuses those of the cluster itself, such as `kube-system`. */
export function namespace(property: string): (value: string) => string {
  return (value) => {
    const problem = namespaceProblem(value);
    if (problem === undefined) return value;
    throw invalidPropertyValue(property, value, problem);
  };
}
