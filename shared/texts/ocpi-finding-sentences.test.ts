import { describe, expect, it } from 'vitest';
import { findingSeverity } from '../domain/ocpi-finding.ts';
import { ocpiFindingSentence, ocpiPageSentences } from './ocpi-finding-sentences.ts';

describe('sentences of findings', () => {
  it('say more than the code, for each kind, in whole sentences', () => {
    for (const code of [...Object.keys(findingSeverity), ...Object.keys(ocpiPageSentences)]) {
      expect(ocpiFindingSentence(code), code).toMatch(/^[A-Z].{20,}\.$/u);
    }
  });

  it('are the code itself where another version of the program stored one that is not known', () => {
    expect(ocpiFindingSentence('NOT_YET_KNOWN')).toBe('NOT_YET_KNOWN');
  });
});
