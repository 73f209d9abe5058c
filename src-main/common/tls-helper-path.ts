import { join } from 'node:path';

const NAME = process.platform === 'win32' ? 'tls-helper.exe' : 'tls-helper';

/**
 * The program that makes TLS handshakes for keys in tokens. In the package it lies beside the archive, since nothing can be
 * started out of one; in a checkout where it was built.
 * @param out the folder of the built programs
 */
export function tlsHelperPath(out: string): string {
  const [, resources] = /^(.*)[\\/]app\.asar[\\/]/.exec(join(out, NAME)) ?? [];
  return resources === undefined ? join(out, 'tlsHelper', NAME) : join(resources, 'tls-helper', NAME);
}
