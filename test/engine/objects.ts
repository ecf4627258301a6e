/** Returns a busybox web server that responds with its pod name, and its Service; optionally on a given node. */
export function webServer(name: string, namespace: string, replicas = 1, node?: string): object[] {
  const serve = 'mkdir /w; hostname > /w/index.html; exec httpd -f -p 8080 -h /w';
  const container = { name: 'web', image: 'busybox', command: ['sh', '-c', serve] };
  return [deployment(name, namespace, container, replicas, node), service(name, namespace)];
}

export function deployment(
  name: string,
  namespace: string,
  container: object,
  replicas = 1,
  nodeName?: string,
): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { nodeName, terminationGracePeriodSeconds: 0, containers: [container] },
      },
    },
  };
}

export function service(name: string, namespace: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}

export function ingress(name: string, namespace: string, host: string): object {
  const backend = { service: { name, port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace },
    spec: { rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  };
}

export function ingressRoute(name: string, namespace: string, host: string): object {
  return {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: { name, namespace },
    spec: {
      entryPoints: ['web'],
      routes: [{ kind: 'Rule', match: `Host(\`${host}\`)`, services: [{ name, port: 80 }] }],
    },
  };
}

/** Returns an HTTPRoute of the Gateway API with its own Gateway. */
export function httpRoute(name: string, namespace: string, host: string): object[] {
  const api = { apiVersion: 'gateway.networking.k8s.io/v1' };
  const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }];
  const rules = [{ backendRefs: [{ name, port: 80 }] }];
  return [
    {
      ...api,
      kind: 'Gateway',
      metadata: { name, namespace },
      spec: { gatewayClassName: 'traefik', listeners },
    },
    {
      ...api,
      kind: 'HTTPRoute',
      metadata: { name, namespace },
      spec: { parentRefs: [{ name }], hostnames: [host], rules },
    },
  ];
}
