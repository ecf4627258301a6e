import { onlyK3s } from '../../cli/parts/only-k3s.ts';
import type { PropertyTable } from '../../cli/parts/property-set.ts';

export const properties = {
  selected: onlyK3s('selected', {
    summary: 'Scheduler of the app; k3s stands for any Kubernetes',
    hint: 'Apps run on Kubernetes only. Set the cluster: dokku scheduler-k3s:set --global kubeconfig-path <path>',
  }),
  shell: {
    summary:
      'Shell that run and enter start without a command; default: bash, or sh if the image has no bash',
  },
} satisfies PropertyTable;
