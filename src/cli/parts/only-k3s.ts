import { Failure } from '../../core/failure.ts';

/** A property of Dokku with one valid value here, `k3s`, which stands for any Kubernetes. `hint` names what can be set. */
export function onlyK3s(property: string, { summary, hint }: { summary: string; hint: string }) {
  return {
    summary,
    default: 'k3s',
    normalize(value: string): string {
      if (value === 'k3s') return value;
      throw new Failure(`${property} must be k3s; got "${value}"`, { code: 'usage.value', hint });
    },
  };
}
