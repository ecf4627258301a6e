import { isErrorOf } from '../../rollout/ingress/error-lines.ts';
import { ingressLogs } from './logs.ts';

export default ingressLogs({
  which: 'error',
  summary: 'Show the errors of the ingress controller about an app',
  description: 'Prints the warnings and errors that name a domain, a route or a Service of the app.',
  matches: isErrorOf,
});
