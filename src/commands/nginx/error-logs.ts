import { isErrorOf } from '../../rollout/ingress/error-lines.ts';
import { ingressLogs } from './logs.ts';

export default ingressLogs({
  which: 'error',
  summary: 'Show what the ingress controller complains of about an app',
  description: 'Its warnings and errors that name a domain, a route or a Service of the app.',
  matches: isErrorOf,
});
