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
import type { Command } from './define.ts';
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

/** Loads one command's module: a command that is not asked for costs nothing. */
type LazyCommand = () => Promise<{ default: Command }>;
export type Topic = Record<string, LazyCommand>;

/** Every command by its name. A topic is a folder; its index names its files. */
export const table: Topic = {
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

/** Older or shorter names of command prefixes. */
const prefixAliases: Record<string, string> = {
  k3s: 'scheduler-k3s',
  dockerfile: 'builder-dockerfile',
  herokuish: 'builder-herokuish',
  lambda: 'builder-lambda',
  nixpacks: 'builder-nixpacks',
  pack: 'builder-pack',
  railpack: 'builder-railpack',
};

/** The name under which the table knows what was typed, or undefined. */
export function canonicalName(typed: string): string | undefined {
  const name = withoutAlias(typed);
  return Object.hasOwn(table, name) ? name : undefined;
}

/** The topic that was meant: `scheduler-k3s` for `k3s`. Whether there is one is not said. */
export function canonicalTopic(typed: string): string {
  return withoutAlias(typed);
}

/** The topics, sorted: `apps`, `builds`, …; a command without a colon is a topic of its own. */
export function topics(): string[] {
  return [...new Set(Object.keys(table).map(topicOf))].sort();
}

export function topicOf(name: string): string {
  const colon = name.lastIndexOf(':');
  return colon === -1 ? name : name.slice(0, colon);
}

function withoutAlias(typed: string): string {
  const [prefix, ...rest] = typed.split(':');
  return [prefixAliases[prefix!] ?? prefix, ...rest].join(':');
}
