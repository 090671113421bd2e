import { z } from 'zod';
import { RoutingConfig } from '../shared/routing/routing-config.ts';

/** Prints the JSON Schema of a routing configuration: `node edge/print-routing-schema.ts > routing.schema.json`. */
const schema = z.toJSONSchema(RoutingConfig, { io: 'input' });
process.stdout.write(`${JSON.stringify({ ...schema, title: 'Azimuth routing configuration' }, null, 2)}\n`);
