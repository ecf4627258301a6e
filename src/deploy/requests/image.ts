import type { AppSpec } from '../../appspec/types.ts';
import { resolveImage } from '../../build/image.ts';
import type { DeployContext } from '../frame/context.ts';
import { runDeploy } from '../frame/deploy-run.ts';
import { deployFromInputs } from '../pipeline.ts';
import { refuseForeignImage } from '../plan/foreign-image.ts';

export interface ImageDeploy {
  app: string;
  /** Reference by tag or digest. */
  image: string;
  wait?: boolean;
}

/** An image has no repository. Its own command and the stored settings are the only input. */
const withoutRepository: AppSpec = {
  procfile: {},
  formation: {},
  healthchecks: {},
  cron: [],
  env: {},
  scripts: {},
  buildpacks: [],
  kustomize: undefined,
  warnings: [],
};

/** Deploys a prebuilt image, pinned to the digest that its tag has now. */
export async function deployImage(context: DeployContext, { app, image, wait }: ImageDeploy): Promise<void> {
  const task = { app, purpose: `deploy image ${image}`, kind: 'deploy', source: image, wait } as const;
  await runDeploy(context, task, async (run) => {
    const { facts, out, signal, stages } = run;
    refuseForeignImage(run, image);
    const built = await stages.run('build', () => resolveImage(image, facts.registry, { out, signal }));
    await deployFromInputs(
      run,
      { appSpec: withoutRepository, kustomize: {}, image: built },
      { description: `Deploy image ${image}`, source: { kind: 'docker-image', metadata: image } },
    );
  });
}
