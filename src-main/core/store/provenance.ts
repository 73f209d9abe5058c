import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** Where a database lies. Told apart from a copy of it: a copy has another inode, another machine another id. */
export const Place = z.strictObject({ path: z.string(), device: z.string(), inode: z.string(), machine: z.string() });
export type Place = z.infer<typeof Place>;

/** Whether a workspace is the one that was worked in, or one made from it. Until acknowledged, nobody should sign with it. */
export const Provenance = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('original') }),
  z.strictObject({ kind: z.enum(['restored', 'copied']), noticedAt: z.iso.datetime() }),
]);
export type Provenance = z.infer<typeof Provenance>;

export function placeOf(database: string, machine: string): Place {
  const { dev, ino } = statSync(database, { bigint: true });
  return { path: realpathSync(database), device: dev.toString(), inode: ino.toString(), machine };
}

/**
 * Moving a workspace keeps its inode and device, a reboot may number the devices anew but keeps the path. A move to
 * another disk looks like a copy, rightly: the first one may still be there.
 */
export function isSamePlace(a: Place, b: Place): boolean {
  return a.machine === b.machine && a.inode === b.inode && (a.path === b.path || a.device === b.device);
}

/** A stable name of this machine that gives nothing away. */
export function machineName(): string {
  return createHash('sha256').update(`ocpi-console machine ${machineId()}`, 'utf8').digest('hex').slice(0, 32);
}

function machineId(): string {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const id = readFileSync(path, 'utf8').trim();
      if (id !== '') return id;
    } catch {
      // Other systems have no such file.
    }
  }
  return hostname();
}
