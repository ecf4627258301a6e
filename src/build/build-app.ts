import type { Store } from '../state/store.ts';
import { buildDirectory } from './build-directory.ts';
import { cacheKey, findBuilt, rememberBuilt } from './cache.ts';
import { checkPush } from './registry/check-push.ts';
import { selectBuilder } from './select.ts';
import { pushTargetOf } from './settings/push-target.ts';
import type { BuildContext, BuildRequest, BuiltImage } from './types.ts';

export interface AppBuild {
  image: BuiltImage;
  /** The image was built before, from the same tree with the same settings. */
  reused: boolean;
}

/**
 * Creates the image of a pushed tree: selects the builder, looks for an image of the same tree and settings, builds and
 * pushes. `tree` is the hash of the git tree; undefined turns off the reuse of images.
 */
export async function buildApp(
  { images, properties }: Pick<Store, 'images' | 'properties'>,
  request: BuildRequest & { tree: string | undefined },
  context: BuildContext,
): Promise<AppBuild> {
  const { app, settings, tree } = request;
  const { out, signal } = context;
  const target = pushTargetOf(settings, app);
  const { repository } = target;
  const directory = await buildDirectory(request.sourceDir, settings);
  const { builder, reason } = await selectBuilder(directory, settings);
  // What `builder:report` shows as detected.
  if (settings.detected !== builder.name) properties.set(app, 'builder', 'detected', builder.name);
  const { inputs, build } = await builder.prepare({ ...request, directory, target });
  const key =
    tree && cacheKey({ tree, builder: builder.name, repository, buildDir: settings.buildDir, inputs });
  const built = key && (await findBuilt(images, { app, key, access: settings.registry, signal }));
  if (built) {
    out.step('Reusing the image of an earlier build with the same tree and settings');
    out.detail(`${built.repository}:${built.tag}`);
    return { image: built, reused: true };
  }
  out.step(`Building ${app} from ${builder.name}`);
  out.debug(reason);
  // When the registry refuses pushes, the build stops at once. The check runs beside the build and costs no time.
  const refusal = new AbortController();
  let asked: Promise<void> | undefined;
  const image = await build({
    out,
    signal: AbortSignal.any([signal, refusal.signal]),
    meanwhile: () => {
      asked = checkPush(repository, settings.registry, signal).catch((error) => refusal.abort(error));
      context.meanwhile?.();
    },
  });
  await asked;
  if (key) rememberBuilt(images, app, key, image);
  return { image, reused: false };
}
