import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { commonFaults, type Procedure } from '../../../shared/contract/wire/contract.ts';
import { createTranslate, isTextKey } from '../../locales/translate.ts';
import { renderUi } from '../../ui/testing/render-ui.tsx';
import { FaultNote } from './fault-note.tsx';
import { type FaultTextKey, faultWords } from './fault-texts.ts';

const procedures = Object.values(appContract).flatMap((feature) => Object.values(feature) as readonly Procedure[]);
const codes = [...new Set([...commonFaults, ...procedures.flatMap(({ errors }) => Object.keys(errors ?? {}))])];

describe.each(['en', 'de'] as const)('in %s every code of the contract', (language) => {
  const t = createTranslate(language);
  test.each(codes)('%s says what happened and what to do', (code) => {
    const texts = {
      id: 'cpo1',
      text: 'RSA 2048',
      name: 'Root',
      message: 'no DER',
      oid: '1.2.3',
      needed: 'a passphrase',
    };
    const data = {
      ...texts,
      number: 7,
      limit: 9,
      state: 'certified',
      reason: 'odd',
      step: 'tcp',
      notAfter: '2026-12-01',
      notBefore: '2026-12-01',
      sha256: 'ab12',
      authority: 'Root',
      serialNumber: '0a',
      version: 2,
      claims: 3,
      refused: 4,
      document: 'policy',
      rule: 'ids.none',
      detail: 'no verdict',
      seq: 12,
      last: 10,
      missing: 2,
      have: 1,
      field: 'versionsUrl',
      from: 'cpo.example:443',
      to: 'other.example:443',
    };
    const words = faultWords(t, { code, data });
    expect(isTextKey(`errors.${code}`) && isTextKey(`errors.${code}_next`)).toBe(true);
    expect(`${words.sentence} ${words.consequence}`).not.toMatch(/[{}]/u);
  });
});

test('a code without texts does not compile', () => {
  // @ts-expect-error -- no such code in the contract
  const wrong: FaultTextKey = 'errors.NO_SUCH_CODE_next';
  expect(isTextKey(wrong)).toBe(false);
});

test('the reason of a refused place stands in the place of the general advice', () => {
  const words = faultWords(createTranslate('en'), { code: 'PLACE_REFUSED', data: { reason: 'disk-full' } });
  expect(words.consequence).toBe('There is no room on this disk.');
});

test('the state of a generation is said in words', () => {
  const words = faultWords(createTranslate('de'), { code: 'GENERATION_STATE', data: { state: 'key-missing' } });
  expect(words.sentence).toContain('Schlüssel fehlt');
});

test('an unknown code is named and never hidden', () => {
  renderUi(<FaultNote fault={{ code: 'FROM_THE_FUTURE' }} />);
  expect(screen.getByRole('alert')).toHaveTextContent('Something did not work (FROM_THE_FUTURE).');
});

test('shows code and what the token said, and tries again only when asked', async () => {
  const retry = vi.fn();
  renderUi(<FaultNote fault={{ code: 'DEVICE_ERROR', data: { cryptoki: 'CKR_DEVICE_ERROR (48)' } }} onRetry={retry} />);
  expect(screen.getByRole('alert')).toHaveTextContent('CKR_DEVICE_ERROR (48)');
  expect(retry).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});

test('a changed library shows both hashes in full', () => {
  const fault = { code: 'MODULE_FILE_CHANGED', data: { expected: 'ab'.repeat(32), actual: 'cd'.repeat(32) } };
  renderUi(<FaultNote fault={fault} />);
  const text = screen.getByRole('alert').textContent.replace(/\s/gu, '');
  expect(text).toContain('ab'.repeat(32));
  expect(text).toContain('cd'.repeat(32));
});

test('a hostile value is text with its hidden characters shown', () => {
  const findings = [{ code: 'ID_FORM', value: '<b>DE\u202eGEF</b>' }];
  renderUi(<FaultNote fault={{ code: 'GROUP_IDS_WRONG', data: { findings } }} />);
  expect(screen.getByRole('alert')).toHaveTextContent('<b>DE');
  expect(screen.getByText('U+202E')).toBeInTheDocument();
});
