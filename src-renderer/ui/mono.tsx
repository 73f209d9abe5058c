import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { groupedHex, shortHex } from './format/fingerprint.ts';
import { SafeText } from './safe-text.tsx';
import { type } from './theme/look.ts';

const Value = styled('span')({
  ...type.mono,
  fontSize: '0.96em',
  lineHeight: 'inherit',
  overflowWrap: 'anywhere',
  '&[data-keep]': { whiteSpace: 'nowrap', overflowWrap: 'normal' },
});

interface MonoProps {
  readonly text: string;
  /** What the value is, for the copy button's name; without it there is no button. */
  readonly copy?: string;
  readonly keepOnOneLine?: boolean;
}

/** For what is compared character by character: ids, serials, OIDs, URIs, codes. Wraps, never cut. */
export function Mono({ text, copy, keepOnOneLine = false }: MonoProps): ReactNode {
  return (
    <>
      <Value data-keep={keepOnOneLine || undefined}>
        <SafeText text={text} />
      </Value>
      {copy === undefined ? null : <CopyButton what={copy} text={text} />}
    </>
  );
}

/** A digest: whole in groups, or shortened in the middle for lists; copying gives the whole value. */
export function Fingerprint(props: {
  readonly hex: string;
  readonly short?: boolean;
  readonly copy?: string;
}): ReactNode {
  const short = props.short ?? false;
  return (
    <>
      <Value data-keep={short || undefined} title={short ? groupedHex(props.hex) : undefined}>
        {short ? shortHex(props.hex) : groupedHex(props.hex)}
      </Value>
      {props.copy === undefined ? null : <CopyButton what={props.copy} text={props.hex} />}
    </>
  );
}
