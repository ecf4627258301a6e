import { readableDomain } from '../../core/names.ts';
import { urlsOf } from '../../release/urls.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

/** The last lines of a successful deploy: the URLs of the app, and the duration of each stage. */
export function printSummary({ out, stages }: DeployRun, { spec }: Plan): void {
  const urls = urlsOf(spec);
  out.header(`Application deployed: v${spec.number}`);
  for (const url of urls) {
    const domain = new URL(url).hostname;
    const readable = readableDomain(domain);
    out.detail(readable === domain ? url : `${url} (${readable})`);
  }
  if (urls.length === 0 && spec.processes.some(({ name }) => name === 'web')) {
    out.detail(
      `No domain points to this app yet. Add one: dokku domains:add ${spec.app} <domain> && dokku ps:restart ${spec.app}`,
    );
  }
  out.detail(`Stages: ${stages.summary()}`);
}
