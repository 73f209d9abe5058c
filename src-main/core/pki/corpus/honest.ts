import { generateKeyPairSync } from 'node:crypto';
import type { CheckInput } from '../../../../shared/domain/checks/facts.ts';
import { keyAlgorithms } from '../../../../shared/domain/key-algorithm.ts';
import { fromBase64 } from '../../../../shared/util/base64.ts';
import { writeOctetString, writeOid, writeSequence, writeSetOf, writeTlv } from '../der/der-writer.ts';
import { readmeStyleCsr, referenceStyleCsr } from '../testing/csr-vectors.ts';
import { makeCsr, sampleSpec, testKey } from '../testing/make-csr.ts';
import { partner, predecessorOf, withTbs, type RequestBytes } from './context.ts';
