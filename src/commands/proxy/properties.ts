import type { Properties } from '../../cli/parts/property-set.ts';
import { Failure } from '../../core/failure.ts';

export const properties = {
  type: {
    summary: 'What brings requests to apps; k3s stands for the ingress controller of the cluster',
    default: 'k3s',
    normalize(value) {
      if (value === 'k3s') return value;
      throw new Failure(`type must be k3s; it is "${value}"`, {
        code: 'usage.value',
        hint: 'Which ingress controller serves apps, says: dokku scheduler-k3s:set --global ingress-class <class>',
      });
    },
  },
} satisfies Properties;
