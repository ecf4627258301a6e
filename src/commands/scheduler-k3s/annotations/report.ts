import { metadataReport } from '../metadata-report.ts';

export default metadataReport('annotation', [
  {
    command: 'dokku scheduler-k3s:annotations:report my-app',
    summary: 'Show all annotations of one app',
  },
]);
