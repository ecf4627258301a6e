import type { Settings } from '../settings.ts';
import { print } from '../system/output.ts';

export async function run(settings: Settings): Promise<number> {
  print(settings.paths.kubeconfig);
  return 0;
}
