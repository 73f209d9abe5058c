import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { pinWindowContract, type PromptView } from '../../shared/contract/prompt.ts';
import type { TokenFaultCode } from '../../shared/contract/token-faults.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import { createServer } from '../../shared/contract/wire/serve.ts';
import { fail, ok } from '../../shared/util/result.ts';
import type { Language } from '../locales/translate.ts';
import { PinApp } from './pin-app.tsx';

type Submitted = { readonly secrets: readonly { name: string; value: string }[]; readonly lastTryAccepted: boolean };

const first: PromptView = {
  promptId: 'p',
  action: 'sign-in',
  tokenLabel: 'GEF-CARD-07',
  tokenSerial: '004F',
  software: false,
  reason: 'To sign the CSR of cpo1, generation 8',
  pinPad: false,
  fields: [{ name: 'pin', minLength: 4, maxLength: 8, repeat: false }],
  pin: 'none-wrong',
  soPin: 'none-wrong',
  sealKey: new Uint8Array(32),
};

interface Play {
  /** What is shown, one after the other; the last one stays. `gone` from then on. */
  readonly views: readonly (Partial<PromptView> | 'gone')[];
  /** How each try ends; after the last one all go well. */
  readonly ends?: readonly (TokenFaultCode | 'hangs')[];
  readonly language?: Language;
}

/** The window against a host that plays a part. */
async function open({ views, ends = [], language = 'en' }: Play) {
  const submitted: Submitted[] = [];
  const cancelled = vi.fn();
  const done = vi.fn();
  let shown = 0;
  const server = createServer(
    pinWindowContract,
    {
      prompt: {
        show: () => {
          const view = views[Math.min(shown, views.length - 1)];
          shown += 1;
          return view === 'gone' || view === undefined
            ? fail({ code: 'PROMPT_GONE', data: {} })
            : ok({ ...first, ...view });
        },
        submit: (input) => {
          const end = ends[submitted.length];
          submitted.push(input);
          if (end === 'hangs') return new Promise(() => undefined);
          return end === undefined ? ok({}) : fail({ code: end, data: {} });
        },
        cancel: () => {
          cancelled();
          return ok({});
        },
      },
    },
    { timer: () => () => undefined, report: () => undefined },
  );
  const [ours, theirs] = wirePair();
  server.serve(theirs, { actor: 'x', roles: ['operator'], origin: 'window' });
  const client = createClient<typeof pinWindowContract>(ours);
  render(<PinApp client={client} language={language} textScale={1} onDone={done} />);
  await screen.findByRole('heading');
  return {
    user: userEvent.setup(),
    submitted,
    cancelled,
    done,
    hangUp: () =>
      act(async () => {
        theirs.close();
        await Promise.resolve();
      }),
  };
}

const pin = (): HTMLInputElement => screen.getByLabelText(/^User PIN/);

test('token, serial number and reason come from the host', async () => {
  await open({ views: [{}] });
  expect(screen.getByRole('heading')).toHaveTextContent('Sign in to GEF-CARD-07');
  expect(screen.getByText('To sign the CSR of cpo1, generation 8')).toBeVisible();
  expect(screen.getByText('004F')).toBeVisible();
});

test('hidden characters in the label of a token are made visible', async () => {
  await open({ views: [{ tokenLabel: 'GEF\u202ECARD' }] });
  expect(screen.getByRole('heading')).toHaveTextContent('U+202E');
});

test('Enter sends what was typed, once, and the field is empty before the answer', async () => {
  const { user, submitted, done } = await open({ views: [{}], ends: ['hangs'] });
  await user.type(pin(), '123456{Enter}');
  await waitFor(() => expect(submitted).toHaveLength(1));
  expect(submitted[0]).toEqual({ secrets: [{ name: 'pin', value: '123456' }], lastTryAccepted: false });
  expect(pin()).toHaveValue('');
  expect(pin()).toBeDisabled();
  expect(done).not.toHaveBeenCalled();
});

test('the window is done when the token took the PIN', async () => {
  const { user, done } = await open({ views: [{}] });
  await user.type(pin(), '1234{Enter}');
  await waitFor(() => expect(done).toHaveBeenCalledTimes(1));
});

test('the button waits for the shortest length, and Enter before it does nothing', async () => {
  const { user, submitted } = await open({ views: [{}] });
  await user.type(pin(), '123{Enter}');
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  expect(screen.getByText('3 typed')).toBeVisible();
  await user.type(pin(), '4');
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  expect(submitted).toHaveLength(0);
});

test('a pasted PIN that is too long is not cut but told', async () => {
  const { user } = await open({ views: [{}] });
  await user.click(pin());
  await user.paste('123456789');
  expect(pin()).toHaveValue('123456789');
  expect(screen.getByText('Longer than 8 characters.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDisabled();
});

test('a wrong PIN is told with fresh flags, and nothing is sent by itself', async () => {
  const { user, submitted } = await open({ views: [{}, { pin: 'tries-low' }], ends: ['PIN_INCORRECT'] });
  await user.type(pin(), '1234{Enter}');
  expect(await screen.findByText('Tries low')).toBeVisible();
  expect(screen.getByRole('alert')).toHaveTextContent('Wrong PIN');
  expect(pin()).toHaveValue('');
  expect(pin()).toHaveFocus();
  expect(submitted).toHaveLength(1);
});

test('a tick for the last try holds for one try', async () => {
  const { user, submitted } = await open({ views: [{ pin: 'last-try' }], ends: ['PIN_LENGTH'] });
  expect(pin()).toBeDisabled();
  await user.click(screen.getByRole('checkbox'));
  await user.type(pin(), '1234{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent('length');
  expect(submitted[0]?.lastTryAccepted).toBe(true);
  expect(screen.getByRole('checkbox')).not.toBeChecked();
  expect(pin()).toBeDisabled();
});

test('a blocked PIN has no field and says who unblocks it', async () => {
  await open({ views: [{ pin: 'blocked' }] });
  expect(screen.queryByLabelText(/User PIN/)).toBeNull();
  expect(screen.getByText(/security officer PIN \(PUK\) unblocks/)).toBeVisible();
  expect(screen.getByRole('button', { name: /Close/ })).toHaveFocus();
});

test('a new PIN is typed twice, and a slip is told', async () => {
  const fields = [
    { name: 'soPin', minLength: 4, maxLength: 8, repeat: false },
    { name: 'newPin', minLength: 4, maxLength: 8, repeat: true },
  ] as const;
  const { user, submitted } = await open({ views: [{ action: 'unblock', pin: 'blocked', fields: [...fields] }] });
  await user.type(screen.getByLabelText(/^Security officer PIN/), '87654321');
  await user.type(screen.getByLabelText(/^New PIN, 4/), '1234');
  await user.type(screen.getByLabelText(/^New PIN, again/), '1235');
  expect(screen.getByText('The two are not the same.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Unblock' })).toBeDisabled();
  await user.type(screen.getByLabelText(/^New PIN, again/), '{Backspace}4{Enter}');
  await waitFor(() => expect(submitted).toHaveLength(1));
  expect(submitted[0]?.secrets).toEqual([
    { name: 'soPin', value: '87654321' },
    { name: 'newPin', value: '1234' },
  ]);
});

test('with a PIN pad the question goes to the reader at once, without a field', async () => {
  const { submitted } = await open({ views: [{ pinPad: true, fields: [] }], ends: ['hangs'] });
  expect(screen.getByText('Look at the reader')).toBeVisible();
  await waitFor(() => expect(submitted).toEqual([{ secrets: [], lastTryAccepted: false }]));
  expect(document.querySelector('input')).toBeNull();
});

test('with a PIN pad a wrong try is not repeated by itself', async () => {
  const { user, submitted } = await open({
    views: [
      { pinPad: true, fields: [] },
      { pinPad: true, fields: [], pin: 'tries-low' },
    ],
    ends: ['PIN_INCORRECT', 'hangs'],
  });
  expect(await screen.findByText('Tries low')).toBeVisible();
  expect(submitted).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(submitted).toHaveLength(2));
});

test('with a PIN pad the last try waits for its tick', async () => {
  const { user, submitted } = await open({ views: [{ pinPad: true, fields: [], pin: 'last-try' }], ends: ['hangs'] });
  expect(submitted).toHaveLength(0);
  await user.click(screen.getByRole('checkbox'));
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(submitted).toEqual([{ secrets: [], lastTryAccepted: true }]));
});

test('Escape cancels and is done, also while the token is busy', async () => {
  const { user, cancelled, done } = await open({ views: [{}], ends: ['hangs'] });
  await user.type(pin(), '1234{Enter}');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(cancelled).toHaveBeenCalledTimes(1));
  expect(done).toHaveBeenCalledTimes(1);
});

test('a prompt that is gone after a failure is over, with the reason of the failure', async () => {
  const { user } = await open({ views: [{}, 'gone'], ends: ['TOKEN_REMOVED'] });
  await user.type(pin(), '1234{Enter}');
  expect(await screen.findByText('The token was removed.')).toBeVisible();
  expect(screen.getByRole('button', { name: /Close/ })).toBeVisible();
});

test('a host that hangs up ends the question', async () => {
  const { user, hangUp } = await open({ views: [{}], ends: ['hangs'] });
  await user.type(pin(), '1234{Enter}');
  await hangUp();
  expect(await screen.findByText(/token host ended/)).toBeVisible();
});

test('a software token is marked as one, and has a passphrase', async () => {
  await open({ views: [{ software: true }] });
  expect(screen.getByLabelText(/^Passphrase of the software token/)).toBeVisible();
  expect(screen.getByText('Software token')).toBeVisible();
});

test('initialising says that it erases, and how the token will be called', async () => {
  const fields = [{ name: 'soPin', minLength: 4, maxLength: 8, repeat: true }] as const;
  await open({ views: [{ action: 'init-token', tokenLabel: '', reason: 'rehearsal', fields: [...fields] }] });
  expect(screen.getByRole('heading')).toHaveTextContent('Initialise a token without a label');
  expect(screen.getByText(/It will be called/)).toHaveTextContent('It will be called rehearsal.');
  expect(screen.getByText(/erases every key/)).toBeVisible();
});

test('it speaks German', async () => {
  await open({ views: [{}], language: 'de' });
  expect(screen.getByRole('heading')).toHaveTextContent('An GEF-CARD-07 anmelden');
  expect(screen.getByLabelText('Benutzer-PIN, 4 bis 8 Zeichen')).toBeVisible();
});

test('the page holds no secret: no attribute, no storage, after it was sent', async () => {
  const { user } = await open({ views: [{}], ends: ['PIN_INCORRECT'] });
  await user.type(pin(), '7391846{Enter}');
  await screen.findByRole('alert');
  expect(document.documentElement.outerHTML).not.toContain('7391846');
  expect(JSON.stringify([localStorage, sessionStorage])).not.toContain('7391846');
});
