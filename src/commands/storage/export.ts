import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { contentsOf, exportTar } from '../../storage/pod/transfer.ts';
import { entryArgument } from './context.ts';
import { besidePod, imageFlag } from './pod.ts';
import { mebibytes, progressLine } from './progress.ts';

export default command({
  name: 'storage:export',
  summary: 'Write everything in a storage entry as a tar to standard output',
  args: [entryArgument],
  flags: { image: imageFlag },
  role: 'admin',
  examples: [{ command: 'dokku storage:export shop-data > shop-data.tar', summary: 'Make a backup' }],
  async run(context, { args, flags }) {
    const { streams, signal, terminal } = context;
    if (terminal)
      throw new Failure('A tar would garble the terminal', {
        code: 'storage.terminal',
        hint: `Send it to a file: dokku storage:export ${args.name} > ${args.name}.tar`,
      });
    const tell = progressLine(streams.stderr);
    // The archive keeps owners, which only root may read all of.
    await besidePod(context, args.name, { image: flags.image, asUser: '0' }, async (kube, pod) => {
      const { kibibytes } = await contentsOf(kube, pod, signal);
      tell(`Exporting ${args.name}: ${mebibytes(kibibytes * 1024)}`);
      const onProgress = (bytes: number) =>
        tell(`${mebibytes(bytes)} of about ${mebibytes(kibibytes * 1024)}`);
      const bytes = await exportTar(kube, pod, streams.stdout, { signal, onProgress });
      tell(`Exported ${mebibytes(bytes)}`);
    });
  },
});
