import { describe } from 'vitest';
import { describePendingImports } from '../conformance/pending-imports.ts';
import { memoryPending } from './memory-imports.ts';

describe('in memory', () => {
  const pending = memoryPending(new Map(), () => new Date());
  describePendingImports(() => pending);
});
