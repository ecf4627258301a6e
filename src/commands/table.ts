import { CommandTable, type Topic } from '../cli/table/command-table.ts';
import { absentCommands } from './absent.ts';
import { access } from './access/index.ts';
import { appJson } from './app-json/index.ts';
import { apps } from './apps/index.ts';
import { builder } from './builder/index.ts';
import { builderDockerfile } from './builder-dockerfile/index.ts';
import { builds } from './builds/index.ts';
import { certs } from './certs/index.ts';
import { checks } from './checks/index.ts';
import { config } from './config/index.ts';
import { cron } from './cron/index.ts';
import { dockerOptions } from './docker-options/index.ts';
import { domains } from './domains/index.ts';
import { general } from './general/index.ts';
import { git } from './git/index.ts';
import { letsencrypt } from './letsencrypt/index.ts';
import { logs } from './logs/index.ts';
import { nginx } from './nginx/index.ts';
import { ports } from './ports/index.ts';
import { proxy } from './proxy/index.ts';
import { ps } from './ps/index.ts';
import { registry } from './registry/index.ts';
import { releases } from './releases/index.ts';
import { resource } from './resource/index.ts';
import { run } from './run/index.ts';
import { scheduler } from './scheduler/index.ts';
import { schedulerK3s } from './scheduler-k3s/index.ts';
import { server } from './server/index.ts';
import { sshKeys } from './ssh-keys/index.ts';
import { storage } from './storage/index.ts';
import { tokens } from './tokens/index.ts';
import { urls } from './urls/index.ts';

/** Every command by its name. A topic is a folder; its index names its files. */
const commands: Topic = {
  ...access,
  ...appJson,
  ...apps,
  ...builder,
  ...builderDockerfile,
  ...builds,
  ...certs,
  ...checks,
  ...config,
  ...cron,
  ...dockerOptions,
  ...domains,
  ...general,
  ...git,
  ...letsencrypt,
  ...logs,
  ...nginx,
  ...ports,
  ...proxy,
  ...ps,
  ...registry,
  ...releases,
  ...resource,
  ...run,
  ...scheduler,
  ...schedulerK3s,
  ...server,
  ...sshKeys,
  ...storage,
  ...tokens,
  ...urls,
};

export const commandTable = new CommandTable(commands, absentCommands);
