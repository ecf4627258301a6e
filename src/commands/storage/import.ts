import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { contentsOf, importTar } from '../../storage/pod/transfer.ts';
import { entryArgument } from './context.ts';
import { besidePod, imageFlag } from './pod.ts';
import { mebibytes, progressLine } from './progress.ts';

export default command({
  name: 'storage:import',
  summary: 'Unpack a tar from standard input into a storage entry',
  description:
    'Refused when there is something in the entry already, which the tar would mix with; --force does it.',
  args: [entryArgument],
  flags: {
    image: imageFlag,
    force: { type: 'boolean', summary: 'Also into an entry that is not empty' },
  },
  role: 'admin',
  examples: [{ command: 'dokku storage:import shop-data < shop-data.tar', summary: 'Bring a backup back' }],
  async run(context, { args, flags }) {
    const { streams, signal } = context;
    const tell = progressLine(streams.stderr);
    await besidePod(context, args.name, { image: flags.image, asUser: '0' }, async (kube, pod) => {
      const { names } = await contentsOf(kube, pod, signal);
      if (names > 0 && !flags.force && !context.force)
        throw new Failure(`${args.name} is not empty; nothing was imported`, {
          code: 'storage.not-empty',
          details: [`${names} ${names === 1 ? 'name' : 'names'} in its top folder`],
          hint: 'Files of the same name would be replaced and all others stay. To do it, add --force',
        });
      tell(`Importing into ${args.name}`);
      const onProgress = (bytes: number) => tell(`${mebibytes(bytes)} so far`);
      const bytes = await importTar(kube, pod, streams.stdin, { signal, onProgress });
      tell(`Imported ${mebibytes(bytes)}`);
    });
  },
});
