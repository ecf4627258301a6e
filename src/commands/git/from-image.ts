import { appArgument, command } from '../../cli/table/define.ts';

export default command({
  name: 'git:from-image',
  summary: 'Deploy an existing image',
  args: [
    appArgument,
    { name: 'image', summary: 'Image with a tag or digest', kind: 'text' },
    { name: 'git-user', summary: 'Accepted for compatibility', kind: 'text', optional: true },
    { name: 'git-email', summary: 'Accepted for compatibility', kind: 'text', optional: true },
  ],
  flags: {
    'build-dir': {
      type: 'string',
      summary: 'Accepted for compatibility; ignored',
      placeholder: 'DIR',
    },
  },
  role: 'deploy',
  examples: [
    {
      command: 'dokku git:from-image my-app registry.example/my-app:1.2',
      summary: 'Deploy an image by its tag',
    },
  ],
  async run(context, { args, flags }) {
    if (flags['build-dir'] !== undefined)
      context.out.warn('--build-dir has no effect: the image is deployed unchanged');
    const { deployImage } = await import('../../deploy/requests/image.ts');
    await deployImage(context, { app: args.app, image: args.image });
    context.store.properties.set(args.app, 'git', 'source-image', args.image);
  },
});
