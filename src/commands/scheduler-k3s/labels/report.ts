import { metadataReport } from '../metadata-report.ts';

export default metadataReport('label', [
  {
    command: 'dokku scheduler-k3s:labels:report my-app --resource-type pod',
    summary: 'Show the labels of the pods of one app',
  },
]);
