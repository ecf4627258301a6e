import { declaredValue } from '../../appspec/schema/env.ts';
import type { EnvVariable } from '../../appspec/types.ts';
import { randomHex } from '../../core/ids.ts';

export interface MissingVariable {
  key: string;
  description: string | undefined;
  required: boolean;
  /** A generator that is not known, as app.json names it. */
  generator: string | undefined;
}

/** The changes that app.json's `env` makes to the config of one deploy. */
export interface AppEnv {
  /** New values, by key. */
  values: Record<string, string>;
  /** Keys of `values` that replace an existing value. */
  synced: string[];
  /** Keys of `values` with a generated secret value. */
  generated: string[];
  /** Required variables, and variables with an unknown generator, that have no value in the config or in app.json. */
  missing: MissingVariable[];
}

/** Bytes of a generated secret. */
const secretBytes = 32;

/**
 * Returns the changes to the config. A first deploy sets the variables that the config lacks. Every deploy sets the
 * variables with `sync`. `config` is the environment of the containers without app.json.
 */
export function appEnv(
  env: Record<string, EnvVariable>,
  config: Record<string, string>,
  { first }: { first: boolean },
): AppEnv {
  const result: AppEnv = { values: {}, synced: [], generated: [], missing: [] };
  for (const [key, declared] of Object.entries(env)) {
    const variable = typeof declared === 'string' ? {} : declared;
    const value = declaredValue(declared);
    const present = Object.hasOwn(config, key);
    const generates = variable.generator === 'secret' && value === undefined;
    if (!generates && value === undefined) {
      const { description, generator } = variable;
      const required = variable.required !== false;
      if (!present && (required || generator !== undefined))
        result.missing.push({ key, description, required, generator });
    } else if (variable.sync || (first && !present)) {
      result.values[key] = value ?? randomHex(secretBytes);
      if (present) result.synced.push(key);
      if (generates) result.generated.push(key);
    }
  }
  return result;
}
