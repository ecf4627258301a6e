import { listCommand } from './list-command.ts';

export default listCommand('apps');
