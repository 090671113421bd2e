import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router';
import { describe, expect, test } from 'vitest';
import type { ItemSummary } from '../../../shared/contract/azimuth.ts';
import { fileKindOf } from '../../../shared/source/file-kind.ts';
import { Problem } from '../../../web/src/api/problem.ts';
import { Chips } from '../../../web/src/features/report/chips.tsx';
import { PageTabs } from '../../../web/src/features/report/page-tabs.tsx';
import { checkFile } from '../../../web/src/features/upload/check-file.ts';
import { InlineProblem } from '../../../web/src/ui/inline-problem.tsx';
import { ItemCard } from '../../../web/src/ui/item-card.tsx';
import { Principal } from '../../../web/src/ui/principal.tsx';
import { CardView } from '../../../web/src/visuals/card-view.tsx';
import { SlicerView } from '../../../web/src/visuals/slicer-view.tsx';
import { TableView } from '../../../web/src/visuals/table-view.tsx';
import { VisualBody } from '../../../web/src/visuals/visual-body.tsx';
import { VisualCard } from '../../../web/src/visuals/visual-card.tsx';
import { answer, column, group, sum, visual } from '../../web/charts/sample-visuals.ts';
import { HOSTILE_MARKUP } from './hostile-texts.ts';

const nothing = () => undefined;

function drawn(element: ReactElement): string {
  return renderToStaticMarkup(<MemoryRouter>{element}</MemoryRouter>);
}

/** The same markup with every attribute's value and all text left out: what a text cannot change. */
function bones(markup: string): string {
  return markup.replace(/="[^"]*"/g, '=""').replace(/>[^<]*</g, '><');
}

/** A text is text where the markup around it is the same as around a harmless one. */
function expectText(draw: (text: string) => ReactElement): void {
  const plain = bones(drawn(draw('plain')));
  for (const payload of HOSTILE_MARKUP) expect(bones(drawn(draw(payload))), payload).toBe(plain);
}

describe('F02: titles', () => {
  test('F02: of visuals, below them, and beside them', () => {
    expectText((text) => (
      <VisualCard visual={{ ...visual('card', {}), name: text }} title={text} subtitle={text}>
        {text}
      </VisualCard>
    ));
  });
  test('F02: of pages and items', () => {
    expectText((text) => <PageTabs reportId="r" current="x" pages={[{ name: text, displayName: text }]} />);
    const item: ItemSummary = {
      id: 'i',
      kind: 'report',
      name: '',
      workspaceId: 'w',
      workspaceName: '',
      createdBy: '',
      modifiedAt: '2026-01-01T00:00:00.000Z',
    };
    expectText((text) => (
      <ul>
        <ItemCard item={{ ...item, name: text, workspaceName: text }} note={text} moment={item.modifiedAt} now={0} />
      </ul>
    ));
  });
  test('F02: of people, groups and applications', () => {
    expectText((text) => <Principal principal={{ displayName: `A ${text}`, signInName: text, kind: 'guest' }} />);
  });
});

test('F03: column labels of tables and cards', () => {
  const columns = (text: string) => answer(column(text, 'Double', [1]), column(`${text}2`, 'Double', [2]));
  const shown = (text: string) => visual('table', { values: [sum(text), sum(`${text}2`)] });
  expectText((text) => <TableView visual={shown(text)} answer={columns(text)} label={text} />);
  expectText((text) => <CardView visual={shown(text)} answer={columns(text)} />);
});

test('F04: messages of the service and of visuals', () => {
  const about = { status: 400, code: 'RequestInvalid', requestId: '<b>id</b>' };
  expectText((text) => <InlineProblem thrown={new Problem(text, about)} />);
  expectText((text) => (
    <VisualBody visual={visual('card', {})} result={{ kind: 'error', code: text, message: text }} selection={[]} />
  ));
});

test('F05: what is said of a file quotes its name as text, and so does what is made of it', () => {
  const about = { status: 400, code: 'FileKind' };
  expectText((text) => (
    <InlineProblem thrown={new Problem(checkFile({ name: `${text}.exe`, size: 1 })?.what ?? '', about)} />
  ));
  expectText((text) => {
    const { tableName } = fileKindOf(`${text.replaceAll('/', '')}.csv`);
    return (
      <VisualCard visual={visual('card', {})} title={tableName} subtitle="s">
        {tableName}
      </VisualCard>
    );
  });
});

test('F07: values in tables, cards and slicers, and what is picked of them', () => {
  const one = visual('table', { category: [group('Name')] });
  const values = (text: string) => answer(column('Name', 'String', [text, `${text}2`], `"${text}"0`));
  expectText((text) => <TableView visual={one} answer={values(text)} label="l" />);
  expectText((text) => <CardView visual={one} answer={values(text)} />);
  const slicer = visual('slicer', { category: [group('Name')] });
  expectText((text) => <SlicerView visual={slicer} answer={values(text)} selection={[]} onChange={nothing} />);
  const field = { table: 'T', field: 'Name' };
  expectText((text) => (
    <Chips
      selection={[{ source: text, filters: [{ kind: 'in', field, values: [text] }] }]}
      visuals={[]}
      onChange={nothing}
    />
  ));
});

test('F10: an address in the data is a text and never a link, whatever its scheme', () => {
  const SCHEMES = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'https://evil.example',
    'vbscript:x',
  ];
  const data = answer(column('Name', 'String', SCHEMES));
  for (const markup of [
    drawn(<TableView visual={visual('table', { category: [group('Name')] })} answer={data} label="l" />),
    drawn(
      <SlicerView
        visual={visual('slicer', { category: [group('Name')] })}
        answer={data}
        selection={[]}
        onChange={nothing}
      />,
    ),
  ]) {
    expect(markup).toContain('evil.example');
    expect(markup).not.toMatch(/<a[\s>]|\shref=|\ssrc=/);
  }
});
