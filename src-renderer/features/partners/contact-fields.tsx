import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { PartnerFinding } from '../../../shared/contract/partners.ts';
import { useT } from '../../locales/language.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FieldFrame } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { type ContactForm, EMPTY_CONTACT } from './partner-form.ts';
import { toFieldFinding } from './partner-words.ts';

const Contact = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) auto',
  gap: rem(8),
  alignItems: 'start',
  paddingBottom: rem(8),
  marginBottom: rem(8),
  borderBottom: `1px solid ${look.line}`,
  '.fields': {
    display: 'grid',
    gap: rem(8),
    gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${rem(140)}), 1fr))`,
  },
});

const PARTS = [
  ['name', 'contactName', 200],
  ['role', 'contactRole', 200],
  ['phone', 'contactPhone', 60],
  ['mail', 'contactMail', 254],
] as const;
const MOST = 50;

interface ContactFieldsProps {
  readonly contacts: readonly ContactForm[];
  readonly findings: readonly PartnerFinding[];
  readonly onChange: (contacts: readonly ContactForm[]) => void;
}

/** Whom to ask, a row each. */
export function ContactFields({ contacts, findings, onChange }: ContactFieldsProps): ReactNode {
  const t = useT();
  // Core leaves empty contacts out before it counts the others.
  const filled = contacts.filter(({ name, role, phone, mail }) => `${name}${role}${phone}${mail}`.trim() !== '');
  return (
    <FieldFrame label={t('partners.contacts')} group>
      {({ labelId }) => (
        <div role="group" aria-labelledby={labelId}>
          {contacts.map((contact, at) => (
            <Contact key={at} role="group" aria-label={t('partners.contactNumber', { number: at + 1 })}>
              <div className="fields">
                {PARTS.map(([part, word, maxLength]) => (
                  <TextField
                    key={part}
                    label={t(`partners.${word}`)}
                    value={contact[part]}
                    maxLength={maxLength}
                    findings={findings
                      .filter(({ path, code }) => path === `contacts.${filled.indexOf(contact)}` && isAbout(code, part))
                      .map((finding) => toFieldFinding(t, finding))}
                    onChange={(text) =>
                      onChange(contacts.map((one, index) => (index === at ? { ...one, [part]: text } : one)))
                    }
                  />
                ))}
              </div>
              <IconButton
                icon="x"
                label={t('partners.removeContact', { number: at + 1 })}
                onClick={() => onChange(contacts.filter((_, index) => index !== at))}
              />
            </Contact>
          ))}
          {contacts.length >= MOST ? null : (
            <ButtonRow>
              <Button kind="text" small icon="plus" onClick={() => onChange([...contacts, EMPTY_CONTACT])}>
                {t('partners.addContact')}
              </Button>
            </ButtonRow>
          )}
        </div>
      )}
    </FieldFrame>
  );
}

/** Which part of a contact a finding is about. */
function isAbout(code: string, part: keyof ContactForm): boolean {
  if (code === 'CONTACT_MAIL') return part === 'mail';
  return code === 'CONTACT_PHONE' ? part === 'phone' : part === 'name';
}
