import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { importTar, measureContents } from '../../storage/pod/transfer.ts';
import { entryArgument } from './context.ts';
import { imageFlag, withEntryPod } from './pod.ts';
import { mebibytes, transferProgress } from './progress.ts';

export default command({
  name: 'storage:import',
  summary: 'Unpack a tar archive from standard input into a storage entry',
  description:
    'Refused when the entry is not empty, because the archive would mix with its files. Use --force to import anyway.',
  args: [entryArgument],
  flags: {
    image: imageFlag,
    force: { type: 'boolean', summary: 'Import into an entry that is not empty' },
  },
  role: 'admin',
  examples: [{ command: 'dokku storage:import shop-data < shop-data.tar', summary: 'Restore a backup' }],
  async run(context, { args, flags }) {
    const { streams, signal } = context;
    const report = transferProgress(streams.stderr);
    await withEntryPod(context, args.name, { image: flags.image, asUser: '0' }, async (kube, pod) => {
      const { names } = await measureContents(kube, pod, signal);
      if (names > 0 && !flags.force && !context.force)
        throw new Failure(`${args.name} is not empty; nothing was imported`, {
          code: 'storage.not-empty',
          details: [`Files and folders at its top level: ${names}`],
          hint: `To replace files of the same name and keep all others: dokku storage:import --force ${args.name}`,
        });
      report(`Importing into ${args.name}`);
      const onProgress = (bytes: number) => report(`${mebibytes(bytes)} so far`);
      const bytes = await importTar(kube, pod, streams.stdin, { signal, onProgress });
      report(`Imported ${mebibytes(bytes)}`);
    });
  },
});
