import type { Output } from '../../core/output.ts';
import { looksSecret } from '../../core/redact.ts';

/** From here on no value of the config that looks like a secret is printed, whoever prints it. */
export function hideSecrets({ redactor }: Output, config: Record<string, string>): void {
  for (const [key, value] of Object.entries(config)) if (looksSecret(key, value)) redactor.register(value);
}
