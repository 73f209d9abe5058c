import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Mono } from '../../ui/mono.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

const Steps = styled('ol')({
  margin: 0,
  listStyle: 'decimal',
  padding: `${rem(8)} 0 0 ${rem(20)}`,
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  color: look.ink,
  maxWidth: '92ch',
});

/** Commands of makers' tools that make an EC P-256 key in PIV slot 9A; the tools are theirs and may change. */
const COMMANDS: Readonly<Record<string, string>> = {
  ykcs11: 'ykman piv keys generate --algorithm ECCP256 9a public.pem',
  opensc: 'piv-tool --admin A:9B:03 --genkey 9A:11 --out public.key',
};

/** The way around for cards that make no keys through PKCS#11: the maker's tool makes the key, then it is adopted. */
export function VendorSteps({ profile }: { readonly profile: string }): ReactNode {
  const t = useT();
  const command = COMMANDS[profile];
  return (
    <Steps>
      <li>
        {t('tokens.step1')}
        {command === undefined ? null : (
          <>
            {' '}
            {t('tokens.step1Example')} <Mono text={command} copy={t('tokens.command')} />
          </>
        )}
      </li>
      <li>{t('tokens.step2')}</li>
      <li>{t('tokens.step3')}</li>
      <li>{t('tokens.step4')}</li>
    </Steps>
  );
}
