import { appArgument } from '../../cli/table/define.ts';

export const certificateArguments = [
  appArgument,
  {
    name: 'files',
    summary: 'Certificate and key as files on the server (default: an archive on standard input)',
    kind: 'text',
    optional: true,
    rest: true,
  },
] as const;

export const certificateDescription =
  'The archive contains one .crt file, the certificate followed by those of its authorities, and one .key file. The ' +
  'files are checked against each other and stored encrypted in the database. The app serves the imported certificate ' +
  'at once, instead of a certificate from an issuer.';
