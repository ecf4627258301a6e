import type { TopicGroup } from '../cli/help/help-text.ts';

/** The topics and single commands of `dokku help`, in the order in which help shows them. */
export const topicGroups: readonly TopicGroup[] = [
  { title: 'Apps', topics: ['apps', 'cron', 'enter', 'logs', 'ps', 'report', 'run'] },
  {
    title: 'Deploys',
    topics: [
      'app-json',
      'builder',
      'builder-dockerfile',
      'builds',
      'checks',
      'docker-options',
      'git',
      'registry',
      'releases',
    ],
  },
  { title: 'Config', topics: ['config', 'resource'] },
  {
    title: 'Network',
    topics: ['certs', 'domains', 'letsencrypt', 'nginx', 'ports', 'proxy', 'url', 'urls'],
  },
  { title: 'Storage', topics: ['storage'] },
  { title: 'Cluster', topics: ['scheduler', 'scheduler-k3s'] },
  { title: 'Access', topics: ['access', 'ssh-keys', 'tokens'] },
  { title: 'Server', topics: ['completion', 'help', 'server', 'version'] },
];
