import { expect } from 'chai';
import { Session } from './transcript.ts';

// Settings of a host with Docker: the commands accept them and print their effect on Kubernetes.
describe('proxy:*, logs:set, letsencrypt:*, app-json:*', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  afterEach(() => session.end());

  it('accept one proxy type', () =>
    session.play(`
      $ dokku proxy:set --global k3s
      =====> Setting type to k3s
      $ dokku proxy:set shop type k3s
      =====> Setting type to k3s
      $ dokku proxy:set shop nginx
       !     type must be k3s; got "nginx"
       !     Set the ingress controller: dokku scheduler-k3s:set --global ingress-class <class>
      [exit 1]
      $ dokku proxy:report shop
      =====> shop proxy information
             Proxy computed type:           k3s
             Proxy enabled:                 true
             Proxy global type:             k3s
             Proxy type:                    k3s
      $ dokku proxy:build-config shop
       !     The ingress controller of the cluster follows the settings of all apps, so this command is not needed
       !     Apply changed settings: dokku ps:restart <app>
      [exit 1]
    `));

  it('store log settings, and warn that they have no effect', async () => {
    await session.play(`
      $ dokku logs:set shop max-size 20m
      =====> Setting max-size to 20m
       !     max-size has no effect: the kubelet of each node limits logs by its containerLogMaxSize
      $ dokku logs:set shop max-size 3x
       !     max-size must be unlimited, or a size like 500k, 20m or 1g; got "3x"
      [exit 1]
      $ dokku logs:set --global vector-sink "http://?uri=https://me:pass-word@logs.example"
      =====> Setting vector-sink to *******
       !     vector-sink has no effect: run a log shipper in the cluster, which reads the logs of all pods
      $ dokku logs:report shop --logs-computed-max-size
      20m
      $ dokku logs:report shop --logs-global-vector-sink
      http://?uri=https://me:pass-word@logs.example
      $ dokku logs:set shop max-size
      =====> Unsetting max-size
    `);
    expect((await session.run(['logs:report', '--global', '--format', 'json'])).text).not.to.contain(
      'pass-word',
    );
  });

  it("accept the commands of the Let's Encrypt plugin, and print the equivalent commands", () =>
    session.play(`
      $ dokku letsencrypt:enable shop
       !     No e-mail address is set for the Let's Encrypt certificates of shop
       !     Set an address for all apps with: dokku letsencrypt:set --global email <address>
      [exit 1]
      $ dokku letsencrypt:set shop email me@example.com
      -----> Equivalent command: dokku scheduler-k3s:set shop letsencrypt-email-prod me@example.com
      =====> Setting letsencrypt-email-prod to me@example.com
      $ dokku letsencrypt:disable shop
      -----> Equivalent command: dokku scheduler-k3s:set shop letsencrypt-server false
      =====> Setting letsencrypt-server to false
      $ dokku letsencrypt:enable shop
      -----> Equivalent command: dokku scheduler-k3s:set shop letsencrypt-server
      =====> Unsetting letsencrypt-server
      -----> Let's Encrypt certificates are enabled for shop
      $ dokku letsencrypt:set shop server staging
      -----> Equivalent command: dokku scheduler-k3s:set shop letsencrypt-server stag
      =====> Setting letsencrypt-server to stag
       !     Let's Encrypt also needs an e-mail address: dokku letsencrypt:set shop email <address>
      $ dokku letsencrypt:set shop graceperiod 3
       !     Invalid property graceperiod
       !       Valid properties: email, server
       !     cert-manager requests and renews the certificates; see: dokku scheduler-k3s:report shop
      [exit 1]
      $ dokku letsencrypt:cron-job --add
      -----> Nothing to do: cert-manager renews certificates automatically
    `));

  it('show and set the path of app.json', () =>
    session.play(`
      $ dokku app-json:set shop appjson-path ../app.json
       !     appjson-path must be a path inside the repository, without .. and without a leading /; got "../app.json"
      [exit 1]
      $ dokku app-json:set --global appjson-path deploy/app.json
      =====> Setting appjson-path to deploy/app.json
      $ dokku app-json:report shop
      =====> shop app-json information
             App json appjson path:
             App json computed appjson path: deploy/app.json
             App json global appjson path:   deploy/app.json
    `));

  it('report the settings of checks', () =>
    session.play(`
      $ dokku checks:report shop --checks-computed-wait-to-retire
      5
      $ dokku checks:set shop wait-to-retire 20
      =====> Setting wait-to-retire to 20
      $ dokku checks:report shop --checks-computed-wait-to-retire
      20
      $ dokku checks:set shop attempts 3
       !     attempts is a setting of each check, not of the app
       !     Set "attempts" in app.json, for example:
       !     {"healthchecks": {"web": [{"type": "readiness", "path": "/", "wait": 5, "timeout": 3, "attempts": 3}]}}
      [exit 1]
    `));
});
