/** The actors of the attacker's table. A stranger has no key. */
type Attacker = 'deploy' | 'read' | 'owner';

/** A command that must be refused, with the reason for each actor who tries it. Without a reason, the actor may run it. */
export interface Attempt {
  command: string;
  refusals: Partial<Record<Attacker, RegExp>>;
}

const admin = /Access denied: .+ needs the role admin/;
const deploy = /Access denied: .+ needs the role deploy/;
const missing = /App vault does not exist/;
const readers = { read: deploy };
const everyone = { deploy: admin, read: admin, owner: admin };
const foreignDomain = (text: RegExp) => ({ deploy: text, read: deploy, owner: text });

const each = (refusals: Attempt['refusals'], commands: string): Attempt[] =>
  commands
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((command) => ({ command, refusals }));

/** The app `mine` is theirs, with the roles deploy, read and admin. The app `vault` is not theirs. */
export const attempts: Attempt[] = [
  // Rights of the installation, of the nodes and of the cluster: not for an administrator of one app either.
  ...each(
    everyone,
    `
    docker-options:add mine deploy --privileged
    docker-options:add mine deploy,run --cap-add SYS_ADMIN
    docker-options:add mine run --sysctl kernel.msgmax=1
    scheduler-k3s:set mine pod-security privileged
    scheduler-k3s:set mine kustomize-kinds RoleBinding.rbac.authorization.k8s.io
    scheduler-k3s:set mine kustomize-cluster-scope true
    scheduler-k3s:set mine shared-objects Secret/config-vault-0123456789
    scheduler-k3s:set mine service-account-token true
    scheduler-k3s:set mine namespace kube-system
    scheduler-k3s:set --global ingress-class nginx
    scheduler-k3s:annotations:set mine eks.amazonaws.com/role-arn admin --resource-type serviceaccount
    scheduler-k3s:show-kubeconfig
    builder:set mine buildkit-address tcp://attacker.example.com:1234
    builder:set --global build-dir x
    storage:create host /etc
    storage:destroy --force files
    storage:ensure-directory mine
    storage:exec files
    storage:export files
    domains:set-global evil.example.com
    domains:add-global evil.example.com
    domains:clear-global
    registry:login --global registry.example.com me
    apps:create another
    apps:clone mine another
    apps:clone --skip-deploy mine another
    access:grant mallory admin
    access:list
    access:audit
    tokens:create mallory
    tokens:list
    nginx:set --global client-max-body-size 1g
    `,
  ),
  { command: 'config:set --global A=b', refusals: { deploy, read: deploy, owner: deploy } },
  {
    command: 'access:grant mallory deploy vault',
    refusals: { deploy: missing, read: missing, owner: missing },
  },
  {
    command: 'storage:mount mine files --container-dir /files',
    refusals: { deploy: admin, read: admin, owner: /Access denied: no app that you administer mounts files/ },
  },
  {
    command: 'registry:set mine image-repo dokku/vault',
    refusals: {
      deploy: admin,
      read: admin,
      owner: /The images of mine would be pushed to the repository of another app; nothing was changed/,
    },
  },
  // Settings of the own app.
  ...each(
    { deploy: admin, read: admin },
    `
    docker-options:add mine deploy --cap-drop ALL
    docker-options:add mine deploy "-v /:/host"
    scheduler-k3s:set mine image-pull-secrets registry
    scheduler-k3s:annotations:set mine traefik.ingress.kubernetes.io/router.middlewares vault-auth@kubernetescrd --resource-type ingress
    scheduler-k3s:labels:set mine tier database --resource-type pod
    scheduler-k3s:autoscaling-auth:set mine rabbitmq --metadata host=x
    registry:set mine server registry.example.com
    builder:set mine build-dir ../vault
    git:set mine deploy-branch main
    nginx:set mine client-max-body-size 1g
    app-json:set mine appjson-path ../../etc/passwd
    certs:remove mine
    checks:disable mine
    apps:rename mine another
    apps:destroy --force mine
    letsencrypt:enable mine
    `,
  ),
  ...each(
    readers,
    `
    config:set mine A=b
    config:show mine
    config:get mine A
    config:export mine
    ps:scale mine web=0
    ps:stop mine
    run mine env
    run:detached mine env
    enter mine web env
    cron:run mine 0123456789
    git:from-image mine busybox
    releases:rollback mine
    ports:set mine http:80:22
    domains:add mine other.example.com
    domains:clear mine
    builds:cancel mine
    apps:lock mine
    scheduler-k3s:preview mine
    `,
  ),
  // Domains of others.
  {
    command: 'domains:add mine safe.example.com',
    refusals: foreignDomain(/safe\.example\.com is a domain of another app/),
  },
  {
    command: 'domains:add mine SAFE.example.com.',
    refusals: foreignDomain(/safe\.example\.com is a domain of another app/),
  },
  {
    command: 'domains:set mine *.example.com',
    refusals: foreignDomain(/\*\.example\.com covers a domain of another app/),
  },
  {
    command: 'domains:add mine a.gold.example.org',
    refusals: foreignDomain(/a\.gold\.example\.org is below a domain of another app/),
  },
  { command: 'domains:add --force mine safe.example.com', refusals: foreignDomain(admin) },
  { command: '--force domains:add mine safe.example.com', refusals: foreignDomain(admin) },
  { command: 'domains:set --force mine safe.example.com', refusals: foreignDomain(admin) },
  {
    command: 'apps:rename mine safe',
    refusals: everyone,
  },
  { command: 'apps:rename --force mine safe', refusals: everyone },
  // Another app does not exist for them, in any form of the command.
  ...each(
    { deploy: missing, read: missing, owner: missing },
    `
    run vault env
    --app vault run env
    run --env A=b vault env
    run:detached vault env
    run:list vault
    run:logs vault
    run:stop vault
    enter vault web env
    logs vault
    cron:list vault
    cron:run vault 0123456789
    cron:logs vault 0123456789
    config:show vault
    config:show --app vault
    config:keys vault
    config:get vault A
    config:set vault A=b
    ps:report vault
    ps:scale vault web=9
    ps:stop vault
    ps:restart vault
    ps:rebuild vault
    git:from-image vault busybox
    git:report vault
    git-upload-pack vault
    git-receive-pack vault
    git-upload-archive vault
    releases:list vault
    releases:info vault
    releases:diff vault v1 v2
    releases:rollback vault
    builds:list vault
    builds:output vault
    builds:cancel vault
    storage:list vault
    storage:mount vault files --container-dir /files
    domains:add vault evil.example.com
    domains:remove vault safe.example.com
    domains:report vault
    docker-options:add vault deploy --privileged
    scheduler-k3s:set vault pod-security privileged
    scheduler-k3s:preview vault
    certs:show vault key
    certs:report vault
    registry:report vault
    nginx:show-config vault
    nginx:access-logs vault
    url vault
    report vault
    apps:lock vault
    apps:exists vault
    apps:clone vault another
    apps:rename vault another
    apps:destroy --force vault
    `,
  ),
];
