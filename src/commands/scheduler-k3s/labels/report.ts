import { metadataReport } from '../metadata-report.ts';

export default metadataReport('label', [
  {
    command: 'dokku scheduler-k3s:labels:report my-app --resource-type pod',
    summary: 'Show the pod labels of one app',
  },
]);
