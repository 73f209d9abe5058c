import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { HandoverNote } from '../../../shared/contract/answers.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { HandoverDialog } from './handover-dialog.tsx';

const VALUES = {
  chain: 'x.pem',
  p12: 'x.p12',
  key: 'x.key',
  passphrase: 'x.pass',
  file: 'f',
  host: 'h',
  uri: 'pkcs11:',
};
const codes = HandoverNote.shape.code.options;
const notes = (of: readonly HandoverNote['code'][]): HandoverNote[] =>
  of.map((code) => ({ code, message: `core says ${code}`, values: VALUES }));
const show = (fake: FakeCore): void =>
  void renderPage(
    <HandoverDialog generationId="gen-8" name="cpo1 g8" side="client" onClose={() => undefined} />,
    fake,
    { language: 'de' },
  );

test.each(codes)('the note %s is told in German with its values', async (code) => {
  show(createFakeCore({ answers: { handover: () => ok({ text: 'ssl x;', notes: notes([code]) }) } }));
  await screen.findByText(/ssl x;/);
  const [told] = within(screen.getByRole('dialog')).getAllByRole('listitem');
  expect(told).not.toHaveTextContent(/core says|\{|–/);
});

test('says which chain, and how long it lasts', async () => {
  const validUntil = '2026-12-25T00:00:00Z';
  show(createFakeCore({ answers: { handover: () => ok({ text: 'x', notes: notes(['SAVE_CHAIN']), validUntil }) } }));
  expect(await screen.findByText('Sichern Sie die Kette (Blatt zuerst) als x.pem.')).toBeVisible();
  expect(screen.getByText(/2026-12-25/)).toBeVisible();
});

test('of a key without a chain says why', async () => {
  const handover = () => fail({ code: 'CERTIFICATE_NOT_FOUND', data: {} } as const);
  show(createFakeCore({ answers: { handover } }));
  expect(await screen.findByRole('alert')).toHaveTextContent('CERTIFICATE_NOT_FOUND');
});
