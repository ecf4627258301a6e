import { appArgument } from '../../cli/table/define.ts';

export const certificateArguments = [
  appArgument,
  {
    name: 'files',
    summary: 'Files of the server with the certificate and the key; else an archive on standard input',
    kind: 'text',
    optional: true,
    rest: true,
  },
] as const;

export const certificateDescription =
  'The archive holds one file that ends with .crt, the certificate followed by those of its authorities, and one that ' +
  'ends with .key. They are checked against each other before anything is kept, and sealed in the database. The app ' +
  'serves them at once, before any certificate of an issuer.';
