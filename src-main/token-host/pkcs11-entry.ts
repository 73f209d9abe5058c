import { runTokenHost } from './host-process.ts';
import { createPkcs11Backend } from './pkcs11/pkcs11-backend.ts';

/**
 * Entry of a token host for one PKCS#11 module: the same program as Electron's utility process and as a forked child of
 * the command line. Started by hand it has nobody to serve.
 */
if (!runTokenHost(createPkcs11Backend())) process.exit(2);
