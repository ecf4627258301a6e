import { metadataSet } from '../metadata-set.ts';

export default metadataSet('annotation', [
  {
    command: 'dokku scheduler-k3s:annotations:set my-app prometheus.io/scrape true --resource-type pod',
    summary: 'Annotate the pods of all processes',
  },
  {
    command: 'dokku scheduler-k3s:annotations:set my-app prometheus.io/scrape --resource-type pod',
    summary: 'Remove the annotation',
  },
  {
    command:
      'dokku scheduler-k3s:annotations:set --global example.com/team web --resource-type deployment --process-type web',
    summary: 'Annotate the web Deployments of all apps',
  },
]);
