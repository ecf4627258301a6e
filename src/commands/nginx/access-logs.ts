import { isRequestTo } from '../../rollout/ingress/access-lines.ts';
import { ingressLogs } from './logs.ts';

export default ingressLogs({
  which: 'access',
  summary: 'Show the requests to an app, from the log of the ingress controller',
  description:
    'Traefik writes an access log only when it is started with --accesslog. Of a log in a file of its own, only ingress-nginx’s can be read.',
  matches: isRequestTo,
});
