import type { AppSpec } from '../../appspec/types.ts';
import { Failure } from '../../core/failure.ts';
import { type AppEnv, appEnv, type MissingVariable } from '../../release/config/app-env.ts';
import type { DeployRun, PreparedRun } from '../frame/deploy-run.ts';

/**
 * The variables that app.json adds to this deploy. Called once, so that a secret is generated once. On a first deploy,
 * throws one Failure that lists all required variables without a value. Later deploys continue without them, as the
 * previous version did.
 */
export function readAppEnv({ app, facts, out }: PreparedRun, { env }: AppSpec): AppEnv {
  const first = facts.serving === undefined;
  const result = appEnv(env, facts.config, { first });
  const required = result.missing.filter((variable) => variable.required);
  if (first && required.length > 0) throw missingVariables(app, required);
  for (const key of result.generated) out.redactor.register(result.values[key]);
  out.redactor.registerVariables(result.values);
  return result;
}

/** Prints the names of the variables that app.json sets. */
export function reportAppEnv(
  { out, app }: PreparedRun,
  { values, synced, generated, missing }: AppEnv,
): void {
  const keys = Object.keys(values);
  if (keys.length > 0) out.step('Setting config vars of app.json');
  for (const key of keys) {
    const origin = generated.includes(key) ? 'a generated secret' : 'the value from app.json';
    out.detail(`${key}: ${origin}${synced.includes(key) ? ', replacing the current value' : ''}`);
  }
  for (const variable of missing) {
    const { key, required } = variable;
    const what = required ? `app.json requires ${key}, which has no value` : `${key} has no value`;
    out.warn(`${what}${whyNotGenerated(variable)}. To set a value: dokku config:set ${app} ${key}=…`);
  }
}

/** Keeps the variables of a successful deploy. A value that was set during the deploy stays. */
export function keepAppEnv({ store, app }: DeployRun, { values, synced }: AppEnv): void {
  if (Object.keys(values).length === 0) return;
  const present = store.config.merged(app);
  const kept = Object.entries(values).filter(([key]) => synced.includes(key) || !Object.hasOwn(present, key));
  store.config.set(app, Object.fromEntries(kept));
}

function missingVariables(app: string, missing: AppEnv['missing']): Failure {
  return new Failure(
    `app.json requires ${missing.length === 1 ? 'a variable that has' : 'variables that have'} no value`,
    {
      code: 'release.env',
      details: missing.map((variable) => {
        const { key, description } = variable;
        return `${description ? `${key}: ${description}` : key}${whyNotGenerated(variable)}`;
      }),
      hint: `Set the ${missing.length === 1 ? 'variable' : 'variables'} and push again: dokku config:set ${app} ${missing.map(({ key }) => `${key}=…`).join(' ')}`,
    },
  );
}

function whyNotGenerated({ generator }: MissingVariable): string {
  return generator === undefined
    ? ''
    : ` (the generator of app.json, "${generator.slice(0, 60)}", is not supported; only "secret" is)`;
}
