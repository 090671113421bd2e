import { describe, expect, test } from 'vitest';
import { checkFile, chooseFile } from '../../../web/src/features/upload/check-file.ts';
import {
  canCancel,
  IDLE,
  nextUpload,
  pollDelay,
  type UploadEvent,
  type UploadState,
  uploadSteps,
} from '../../../web/src/features/upload/upload-machine.ts';

const PICKED: UploadEvent = { kind: 'picked', fileName: 'cars.csv', size: 100, workspaceId: 'w' };
const seen = (importState: 'Publishing' | 'Succeeded' | 'Failed', more = {}): UploadEvent => ({
  kind: 'import-seen',
  seen: {
    id: 'i',
    name: 'cars.csv',
    importState,
    createdDateTime: '',
    updatedDateTime: '',
    datasets: [],
    reports: [],
    ...more,
  },
});
const stateAfter = (...events: readonly UploadEvent[]): UploadState => events.reduce<UploadState>(nextUpload, IDLE);
const item = { id: 'r', name: 'cars', webUrl: '' };

describe('an upload', () => {
  test('goes from uploading to reading to building to its report', () => {
    const steps = (state: UploadState) => uploadSteps(state).map((step) => step.state);
    expect(steps(stateAfter(PICKED))).toEqual(['now', 'waiting', 'waiting']);
    expect(steps(stateAfter(PICKED, { kind: 'import-started' }))).toEqual(['done', 'now', 'waiting']);
    const building = [PICKED, { kind: 'import-started' }, seen('Publishing', { datasets: [item] })] as const;
    expect(steps(stateAfter(...building))).toEqual(['done', 'done', 'now']);
    expect(stateAfter(...building, seen('Succeeded', { reports: [item] }))).toMatchObject({
      kind: 'done',
      reportId: 'r',
    });
  });

  test('progress never goes back and never beyond the file', () => {
    const sent = (bytes: number): UploadEvent => ({ kind: 'sent', bytes });
    expect(stateAfter(PICKED, sent(60), sent(40))).toMatchObject({ sent: 60 });
    expect(stateAfter(PICKED, sent(600))).toMatchObject({ sent: 100 });
  });

  test('can be cancelled until the import begins, and left alone afterwards', () => {
    expect(canCancel(stateAfter(PICKED))).toBe(true);
    expect(stateAfter(PICKED, { kind: 'cancelled' })).toEqual(IDLE);
    const reading = stateAfter(PICKED, { kind: 'import-started' });
    expect(canCancel(reading)).toBe(false);
    expect(nextUpload(reading, { kind: 'cancelled' })).toBe(reading);
    expect(nextUpload(reading, { kind: 'hidden' })).toMatchObject({ kind: 'reading', isHidden: true });
  });

  test('a failed import says why and what to do', () => {
    const error = { code: 'ImportFailed', message: 'Row 3 has 5 values.', details: ['Quote commas.'] };
    expect(stateAfter(PICKED, { kind: 'import-started' }, seen('Failed', { error }))).toMatchObject({
      kind: 'failed',
      message: 'Row 3 has 5 values.',
      details: ['Quote commas.'],
    });
  });

  test('a failed import without words gets some', () => {
    expect(stateAfter(PICKED, { kind: 'import-started' }, seen('Failed'))).toMatchObject({
      message: expect.stringContaining('could not be read'),
    });
  });

  test('a second file does not disturb the first, and late events change nothing', () => {
    expect(stateAfter(PICKED, { ...PICKED, fileName: 'other.csv' })).toMatchObject({ fileName: 'cars.csv' });
    expect(stateAfter({ kind: 'sent', bytes: 5 }, seen('Succeeded'), { kind: 'import-started' })).toEqual(IDLE);
    expect(stateAfter({ kind: 'failed', message: 'x', requestId: undefined })).toEqual(IDLE);
    expect(stateAfter(PICKED, { kind: 'dismissed' })).toMatchObject({ kind: 'uploading' });
  });

  test('is asked about after half a second first, then every two seconds at most', () => {
    const delays = Array.from({ length: 12 }, (_, attempt) => pollDelay(attempt));
    expect(delays[0]).toBe(500);
    expect(Math.max(...delays)).toBe(2000);
    expect([...delays].sort((left, right) => left - right)).toEqual(delays);
  });
});

describe('a file before it is sent', () => {
  test.each(['cars.csv', 'CARS.CSV', 'a.b.parquet', 'unemployment.tsv'])('%s may go', (name) => {
    expect(checkFile({ name, size: 1 })).toBeUndefined();
  });

  test.each([
    ['cars.xlsx', 1, 'is a .xlsx file', 'CSV'],
    ['cars', 1, 'no extension', 'CSV'],
    ['.csv', 1, 'no extension', 'CSV'],
    ['cars.exe', 1, 'is a .exe file', 'CSV'],
    ['cars.csv', 0, 'is empty', 'saved completely'],
  ])('%s with %d bytes is refused with what and what to do', (name, size, what, advice) => {
    const refusal = checkFile({ name, size });
    expect(refusal?.what).toContain(what);
    expect(refusal?.advice).toContain(advice);
  });

  test('of several files the first readable one is taken', () => {
    const files = [
      { name: 'a.xlsx', size: 1 },
      { name: 'b.csv', size: 1 },
    ];
    expect(chooseFile(files)?.name).toBe('b.csv');
    expect(chooseFile(files.slice(0, 1))?.name).toBe('a.xlsx');
    expect(chooseFile([])).toBeUndefined();
  });
});
