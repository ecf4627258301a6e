import { metadataSet } from '../metadata-set.ts';

export default metadataSet('label', [
  {
    command: 'dokku scheduler-k3s:labels:set my-app team blue --resource-type deployment',
    summary: 'Label the Deployments of an app',
  },
  {
    command: 'dokku scheduler-k3s:labels:set my-app team --resource-type deployment',
    summary: 'Remove the label',
  },
]);
