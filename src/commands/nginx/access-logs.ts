import { isRequestTo } from '../../rollout/ingress/access-lines.ts';
import { ingressLogs } from './logs.ts';

export default ingressLogs({
  which: 'access',
  summary: 'Show the requests to an app from the log of the ingress controller',
  description:
    'Traefik writes an access log only when started with --accesslog. A log in a separate file can be read for ingress-nginx only.',
  matches: isRequestTo,
});
