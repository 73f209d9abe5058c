import { randomBytes } from 'node:crypto';
import fileSystem from 'node:fs/promises';
import { runTokenHost } from './host-process.ts';
import { createSoftwareBackend } from './software/software-backend.ts';

/** Process of the software token: the same host as a PKCS#11 module's, over keys in encrypted files. */
if (!runTokenHost(createSoftwareBackend({ fileSystem, randomBytes }))) process.exitCode = 2;
