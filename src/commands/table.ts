import { CommandTable, type Topic } from '../cli/table/command-table.ts';
import { absentCommands } from './absent.ts';
import { accessTopic } from './access/index.ts';
import { appJsonTopic } from './app-json/index.ts';
import { appsTopic } from './apps/index.ts';
import { builderTopic } from './builder/index.ts';
import { builderDockerfileTopic } from './builder-dockerfile/index.ts';
import { buildsTopic } from './builds/index.ts';
import { certsTopic } from './certs/index.ts';
import { checksTopic } from './checks/index.ts';
import { configTopic } from './config/index.ts';
import { cronTopic } from './cron/index.ts';
import { dockerOptionsTopic } from './docker-options/index.ts';
import { domainsTopic } from './domains/index.ts';
import { generalTopic } from './general/index.ts';
import { gitTopic } from './git/index.ts';
import { letsencryptTopic } from './letsencrypt/index.ts';
import { logsTopic } from './logs/index.ts';
import { nginxTopic } from './nginx/index.ts';
import { portsTopic } from './ports/index.ts';
import { proxyTopic } from './proxy/index.ts';
import { psTopic } from './ps/index.ts';
import { registryTopic } from './registry/index.ts';
import { releasesTopic } from './releases/index.ts';
import { resourceTopic } from './resource/index.ts';
import { runTopic } from './run/index.ts';
import { schedulerTopic } from './scheduler/index.ts';
import { schedulerK3sTopic } from './scheduler-k3s/index.ts';
import { serverTopic } from './server/index.ts';
import { sshKeysTopic } from './ssh-keys/index.ts';
import { storageTopic } from './storage/index.ts';
import { tokensTopic } from './tokens/index.ts';
import { urlsTopic } from './urls/index.ts';

/** Every command by its name. A topic is a folder; its index names its files. */
const commands: Topic = {
  ...accessTopic,
  ...appJsonTopic,
  ...appsTopic,
  ...builderTopic,
  ...builderDockerfileTopic,
  ...buildsTopic,
  ...certsTopic,
  ...checksTopic,
  ...configTopic,
  ...cronTopic,
  ...dockerOptionsTopic,
  ...domainsTopic,
  ...generalTopic,
  ...gitTopic,
  ...letsencryptTopic,
  ...logsTopic,
  ...nginxTopic,
  ...portsTopic,
  ...proxyTopic,
  ...psTopic,
  ...registryTopic,
  ...releasesTopic,
  ...resourceTopic,
  ...runTopic,
  ...schedulerTopic,
  ...schedulerK3sTopic,
  ...serverTopic,
  ...sshKeysTopic,
  ...storageTopic,
  ...tokensTopic,
  ...urlsTopic,
};

export const commandTable = new CommandTable(commands, absentCommands);
