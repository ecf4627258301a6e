import type { Properties } from '../../cli/parts/property-set.ts';
import { Failure } from '../../core/failure.ts';

export const properties = {
  selected: {
    summary: 'Where apps run; k3s stands for any Kubernetes',
    default: 'k3s',
    normalize(value) {
      if (value === 'k3s') return value;
      throw new Failure(`selected must be k3s; it is "${value}"`, {
        code: 'usage.value',
        hint: 'Apps run on Kubernetes only; which one, says: dokku scheduler-k3s:set --global kubeconfig-path <path>',
      });
    },
  },
  shell: {
    summary:
      'Shell that run and enter start when no command is given; bash, or sh in an image without it, when unset',
  },
} satisfies Properties;
