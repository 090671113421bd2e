// Preloaded into the fresh process: `@azure/functions-core` is the stand-in there, as the worker would have it.
import { registerHooks } from 'node:module';

const standIn = new URL('./core-stand-in.cjs', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@azure/functions-core' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
