import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { exportTar, measureContents } from '../../storage/pod/transfer.ts';
import { entryArgument } from './context.ts';
import { imageFlag, withEntryPod } from './pod.ts';
import { mebibytes, transferProgress } from './progress.ts';

export default command({
  name: 'storage:export',
  summary: 'Write the files of a storage entry as a tar archive to standard output',
  args: [entryArgument],
  flags: { image: imageFlag },
  role: 'admin',
  examples: [{ command: 'dokku storage:export shop-data > shop-data.tar', summary: 'Create a backup' }],
  async run(context, { args, flags }) {
    const { streams, signal, terminal } = context;
    if (terminal)
      throw new Failure('Cannot write a tar archive to a terminal', {
        code: 'storage.terminal',
        hint: `Redirect the archive to a file: dokku storage:export ${args.name} > ${args.name}.tar`,
      });
    const report = transferProgress(streams.stderr);
    // The archive includes owners, and only root can read all files.
    await withEntryPod(context, args.name, { image: flags.image, asUser: '0' }, async (kube, pod) => {
      const { kibibytes } = await measureContents(kube, pod, signal);
      report(`Exporting ${args.name}: ${mebibytes(kibibytes * 1024)}`);
      const onProgress = (bytes: number) =>
        report(`${mebibytes(bytes)} of about ${mebibytes(kibibytes * 1024)}`);
      const bytes = await exportTar(kube, pod, streams.stdout, { signal, onProgress });
      report(`Exported ${mebibytes(bytes)}`);
    });
  },
});
