import { type IpRange, isInRange, parseAddress, parseRange } from '../shared/routing/ip-range.ts';
import type { GeoOf } from '../shared/routing/request-facts.ts';

/**
 * Countries by a table of address ranges, the first that fits. Azure knows every address's country; a local edge knows
 * what it is told. Throws where a key is no range.
 */
export function createGeoTable(countries: Readonly<Record<string, string>>): GeoOf {
  const rows = Object.entries(countries).map(([text, country]) => ({ range: rangeOf(text), country }));
  if (rows.length === 0) return () => undefined;
  return (text) => {
    const address = parseAddress(text);
    return address && rows.find(({ range }) => isInRange(address, range))?.country;
  };
}

function rangeOf(text: string): IpRange {
  const range = parseRange(text);
  if (range === undefined) throw new Error(`"${text}" is no address range such as "203.0.113.0/24"`);
  return range;
}
