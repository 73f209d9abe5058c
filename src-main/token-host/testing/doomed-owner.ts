import { forkTokenHost, value } from './host-under-test.ts';

/** Owns a host whose module hangs, says its pid, and waits to be killed: `node doomed-owner.ts MODULE`. */
const host = forkTokenHost({
  SOFTHSM2_CONF: process.env['SOFTHSM2_CONF'] ?? '',
  OCPI_FAULT_MODULE: process.env['OCPI_FAULT_MODULE'] ?? '',
  OCPI_FAULT_CONTROL: process.env['OCPI_FAULT_CONTROL'] ?? '',
});
await value(host.client.module.open({ path: process.argv[2] ?? '' }));
process.stdout.write(`${host.child.pid ?? 0}\n`);
await host.client.module.slots({});
