import { describe, expect, test } from 'vitest';
import { lastOnTrail, type Step, withStep } from '../../../web/src/app/frame/focus-trail.ts';

const step = (element: string, pathname = '/reports/1'): Step<string> => ({ element, pathname });
const trailOf = (...steps: readonly Step<string>[]) =>
  steps.reduce<readonly Step<string>[]>((trail, one) => withStep(trail, one), []);

describe('the trail of the focus', () => {
  test('leads from a closed dialog over its closed menu back to the button', () => {
    const trail = trailOf(step('link'), step('menu button'), step('menu item'), step('dialog field'));
    const gone = new Set(['menu item', 'dialog field']);
    expect(lastOnTrail(trail, '/reports/1', (element) => !gone.has(element))).toBe('menu button');
  });

  test('never leads back to another page', () => {
    const trail = trailOf(step('home button', '/'), step('dialog field'));
    expect(lastOnTrail(trail, '/reports/1', (element) => element !== 'dialog field')).toBeUndefined();
  });

  test('holds an element once, at the last place, and forgets the oldest', () => {
    expect(trailOf(step('a'), step('b'), step('a')).map((one) => one.element)).toEqual(['b', 'a']);
    const long = trailOf(...Array.from({ length: 100 }, (_, index) => step(String(index))));
    expect(long.length).toBeLessThan(30);
    expect(long.at(-1)?.element).toBe('99');
  });
});
