import { showCommand } from './show-command.ts';

export default showCommand('config');
