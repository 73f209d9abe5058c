import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { SegmentedField, SelectField } from '../../ui/choice-fields.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { FieldRow, Form, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';

const nothing = (): void => undefined;

export function FieldParts(): ReactNode {
  const t = useT();
  const [name, setName] = useState('cpo1.ocpi.gef-ladenetz.example');
  const [from, setFrom] = useState('2026-11-25 00:00');
  const [id, setId] = useState('DE*GDF');
  const [encoding, setEncoding] = useState<'sequence' | 'set'>('sequence');
  const [algorithm, setAlgorithm] = useState<'ec-p256' | 'rsa-3072'>('ec-p256');
  const [stay, setStay] = useState(true);
  const [home, setHome] = useState<'hardware' | 'software'>('hardware');
  return (
    <Section title={t('parts.fields')} aside={t('parts.fieldsAside')}>
      <Form onSubmit={(event) => event.preventDefault()}>
        <FieldRow>
          <TextField label={t('parts.commonName')} value={name} onChange={setName} />
          <TextField
            label={t('parts.validFrom')}
            value={from}
            onChange={setFrom}
            aside={t('parts.inDays', { count: 3 })}
          />
        </FieldRow>
        <TextField
          mono
          label={t('parts.subEmsp')}
          value={id}
          onChange={setId}
          findings={
            id === 'DE*GDF'
              ? [
                  {
                    verdict: 'warn',
                    word: t('parts.check'),
                    text: t('parts.looksLike'),
                    fix: { label: t('parts.useOther'), onFix: () => setId('DE-GDF') },
                  },
                ]
              : []
          }
        />
        <FieldRow>
          <SegmentedField
            label={t('parts.encoding')}
            value={encoding}
            onChange={setEncoding}
            choices={[
              { value: 'sequence', label: t('parts.sequence') },
              { value: 'set', label: t('parts.set') },
            ]}
          />
          <SelectField
            label={t('parts.algorithm')}
            value={algorithm}
            onChange={setAlgorithm}
            choices={[
              { value: 'ec-p256', label: 'EC P-256' },
              { value: 'rsa-3072', label: 'RSA 3072' },
            ]}
          />
        </FieldRow>
        <CheckField label={t('parts.stay')} checked={stay} onChange={setStay} />
        <DropZone text={t('parts.dropText')} hint={t('parts.dropHint')} accept=".csr,.pem,.der" onFiles={nothing} />
        <RadioCards
          label={t('parts.whereKeys')}
          value={home}
          onChange={setHome}
          cards={[
            {
              value: 'hardware',
              title: t('parts.hardware'),
              text: t('parts.hardwareText'),
              icon: 'memory-stick',
              facts: <StateWord verdict="pass" word="OpenSC 0.25" />,
            },
            { value: 'software', title: t('parts.software'), text: t('parts.softwareText'), icon: 'hard-drive' },
          ]}
        />
      </Form>
    </Section>
  );
}
