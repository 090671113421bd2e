import type { Report } from './check-references.ts';
import type { RoutingConfig } from './routing-config.ts';

/** Custom rules have names and priorities of their own, and managed rule sets are there where Azure offers them (Premium). */
export function checkWaf({ waf, profile }: RoutingConfig, report: Report): void {
  if (waf === undefined) return;
  const names = waf.custom.map(({ name }) => name.toLowerCase());
  const priorities = waf.custom.map(({ priority }) => priority);
  waf.custom.forEach(({ name, priority }, index) => {
    const at = ['waf', 'custom', index];
    if (names.indexOf(name.toLowerCase()) < index) report('config', [...at, 'name'], `there is another rule "${name}"`);
    const other = waf.custom[priorities.indexOf(priority)];
    if (other !== undefined && priorities.indexOf(priority) < index) {
      report('config', [...at, 'priority'], `rule "${other.name}" has the priority ${priority} already`);
    }
  });
  if (waf.managed.length > 0 && profile.sku !== 'Premium_AzureFrontDoor') {
    report('config', ['waf', 'managed'], 'managed rule sets need the sku "Premium_AzureFrontDoor"');
  }
}
