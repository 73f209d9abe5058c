import type { GuideRunView, GuideStepView } from '../../../../shared/contract/guides.ts';
import { contradicts } from '../../../../shared/domain/guides.ts';
import { htmlText } from '../../../../shared/domain/html-text.ts';
import { revealUnsafeCharacters } from '../../../../shared/domain/unsafe-characters.ts';
import { type GuideLanguage, guideSentence, guideTime, sightText } from '../../../../shared/texts/guide-text.ts';
import { guideWords } from '../../../../shared/texts/guide-words.ts';
import { fileStem } from '../../../../shared/util/file-stem.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import type { GuidesDeps } from './guides.deps.ts';

export interface RecordWish {
  readonly format: 'md' | 'html' | 'json';
  readonly language: GuideLanguage;
}

/** A part of a record: what stands in it is text, of us and of others, that each format escapes in its own way. */
interface Part {
  readonly head: string;
  readonly state: string;
  readonly lines: readonly string[];
  /** What was seen and said, each with what belongs to it. */
  readonly items: readonly { readonly text: string; readonly below: readonly string[] }[];
}

interface Sheet {
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly parts: readonly Part[];
  readonly end: string;
}

const media = { md: 'text/markdown', html: 'text/html', json: 'application/json' } as const;

/** A run as a file for people who were not there. */
export function runRecord(deps: GuidesDeps, view: GuideRunView, { format, language }: RecordWish) {
  const { guide, startedAt, aboutName } = view.run;
  const writtenAt = deps.clock.now().toISOString();
  const text =
    format === 'json'
      ? `${JSON.stringify({ kind: 'ocpi-console guide record', v: 1, workspace: deps.workspaceId, workspaceName: deps.workspaceName, writtenAt, run: view.run, steps: view.steps }, undefined, 2)}\n`
      : (format === 'html' ? html : markdown)(sheetOf(deps, view, language, writtenAt), language);
  const about = aboutName === '' ? '' : `-${fileStem(aboutName, '').slice(0, 40)}`;
  return {
    content: encodeUtf8(text),
    suggestedName: `${guide}-${startedAt.slice(0, 10)}${about}.${format}`,
    mediaType: media[format],
  };
}

function sheetOf(deps: GuidesDeps, { run, steps }: GuideRunView, language: GuideLanguage, writtenAt: string): Sheet {
  const w = guideWords[language];
  const ended = run.endedAt === undefined ? '' : `${guideTime(run.endedAt)} ${w.by} ${run.endedBy ?? ''}`;
  const facts: readonly (readonly [string, string])[] = [
    [w.about, run.aboutName === '' ? w.nothing : run.aboutName],
    [w.workspace, `${deps.workspaceName} (${deps.workspaceId})`],
    [w.state, w[`state_${run.state}`]],
    [w.settled, `${run.settled} / ${run.steps}`],
    [w.started, `${guideTime(run.startedAt)} ${w.by} ${run.startedBy}`],
    [w.since, run.since === undefined ? '' : guideTime(run.since)],
    [w.ended, ended],
    [w.reason, run.reason],
    [w.written, guideTime(writtenAt)],
  ];
  return {
    title: `${w.record}: ${guideSentence(language, `guide_${run.guide}`)}`,
    facts: facts.filter(([, value]) => value !== ''),
    parts: steps.map((step, index) => partOf(step, index, language)),
    end: w.proof,
  };
}

function partOf(step: GuideStepView, index: number, language: GuideLanguage): Part {
  const w = guideWords[language];
  const said = step.marks.map(({ at, by, state, note, seen }) => ({
    text: [`${guideTime(at)} ${by}: ${w[`step_${state}`]}`, note].filter((one) => one !== '').join(' – '),
    below: [
      ...seen.map((one) => `${w.seenThen}: ${sightText(language, one)}`),
      ...(contradicts(state, seen) ? [w.against] : []),
    ],
  }));
  const now =
    step.sights.length === 0 ? [] : [{ text: w.seenNow, below: step.sights.map((one) => sightText(language, one)) }];
  return {
    head: `${index + 1}. ${guideSentence(language, `what_${step.step}`)}`,
    state: w[`step_${step.state}`],
    lines: [guideSentence(language, `how_${step.step}`), ...(step.marks.length === 0 ? [w.unsaid] : [])],
    items: [...said, ...now],
  };
}

/** What people and partners wrote, on one line, with everything that hides in it spelled out. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/[ \t\r\n]+/g, ' ');
}

/** Signs that would be links, headings or markup: foreign text stays text. */
function md(text: string): string {
  return revealUnsafeCharacters(oneLine(text)).replaceAll(/[\\`*_{}[\]<>#|!~&]/g, (sign) => `\\${sign}`);
}

function markdown({ title, facts, parts, end }: Sheet): string {
  const lines = [
    `# ${md(title)}`,
    '',
    ...facts.map(([name, value]) => `- **${md(name)}:** ${md(value)}`),
    ...parts.flatMap(({ head, state, lines: texts, items }) => [
      '',
      // The number is ours: it is no list.
      `## ${md(head)} (${md(state)})`,
      '',
      ...texts.flatMap((text) => [md(text), '']),
      ...items.flatMap(({ text, below }) => [`- ${md(text)}`, ...below.map((one) => `  - ${md(one)}`)]),
    ]),
    '',
    md(end),
    '',
  ];
  return lines.join('\n').replaceAll(/\n{3,}/g, '\n\n');
}

/** One line of text, as a page takes it. */
function safe(text: string): string {
  return htmlText(oneLine(text));
}

const STYLE = `
:root{color-scheme:light}
body{font:14px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;max-width:48rem;padding:2rem}
h1{font-size:1.4rem;margin:0 0 .75rem}h2{font-size:1.05rem;margin:1.5rem 0 .25rem;border-bottom:1px solid #bbb}
h2 small{font-weight:400;float:right}p{margin:.25rem 0}ul{margin:.25rem 0;padding-left:1.25rem}
th{text-align:left;padding-right:1rem;white-space:nowrap;vertical-align:top}td,li,h1{overflow-wrap:anywhere}
@page{margin:18mm}@media print{body{padding:0;max-width:none;font-size:11px}h2{break-after:avoid}li{break-inside:avoid}}
`.trim();

/** One page without scripts, pictures or links: it can be opened, printed and kept anywhere. */
function html({ title, facts, parts, end }: Sheet, language: GuideLanguage): string {
  const rows = facts.map(([name, value]) => `<tr><th scope="row">${safe(name)}</th><td>${safe(value)}</td></tr>`);
  const body = parts.map(({ head, state, lines, items }) => {
    const list = items.map(({ text, below }) => {
      const inner = below.map((one) => `<li>${safe(one)}</li>`).join('');
      return `<li>${safe(text)}${inner === '' ? '' : `<ul>${inner}</ul>`}</li>`;
    });
    return [
      `<h2>${safe(head)} <small>${safe(state)}</small></h2>`,
      ...lines.map((line) => `<p>${safe(line)}</p>`),
      ...(list.length === 0 ? [] : [`<ul>${list.join('')}</ul>`]),
    ].join('');
  });
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${safe(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${safe(title)}</h1><table><tbody>${rows.join('')}</tbody></table>`,
    ...body,
    `<p>${safe(end)}</p>`,
    '</body></html>',
    '',
  ].join('\n');
}
