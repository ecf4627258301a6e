import { type ParsedManifest, writeManifest } from '../../helm/manifest.ts';
import { isRoute } from './kinds.ts';

/** The manifest without the objects that route requests to the app. */
export function withoutRoutes({ objects }: ParsedManifest): ParsedManifest {
  return writeManifest(objects.filter((object) => !isRoute(object)));
}
