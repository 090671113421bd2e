import type { Report } from '../../shared/report/report.ts';
import { customersPage } from './retail-customers-page.ts';
import { overviewPage } from './retail-overview-page.ts';
import { productsPage } from './retail-products-page.ts';
import { regionsPage } from './retail-regions-page.ts';

/** The report that the sample workspace opens with: four pages over the retail data. */
export const RETAIL_REPORT: Report = { pages: [overviewPage, productsPage, regionsPage, customersPage] };
