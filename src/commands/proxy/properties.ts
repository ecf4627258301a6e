import { onlyK3s } from '../../cli/parts/only-k3s.ts';
import type { PropertyTable } from '../../cli/parts/property-set.ts';

export const properties = {
  type: onlyK3s('type', {
    summary: 'Proxy of the app; k3s stands for the ingress controller of the cluster',
    hint: 'Set the ingress controller: dokku scheduler-k3s:set --global ingress-class <class>',
  }),
} satisfies PropertyTable;
