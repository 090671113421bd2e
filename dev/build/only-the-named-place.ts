import type { Plugin } from 'esbuild';

/**
 * Modules of the telemetry library that ask others without being asked to, and that no option turns off: one fetches
 * settings of the library's maker every hour, one looks for a virtual machine's metadata. Each is built as one that does
 * nothing, so that telemetry goes to the place that the connection string names and nowhere else.
 */
const SILENT: readonly { readonly file: RegExp; readonly contents: string }[] = [
  {
    file: /[\\/]monitor-opentelemetry-exporter[\\/]dist[\\/]\w+[\\/]_configuration[\\/]configurationWorker\.js$/,
    contents: 'export class ConfigurationWorker { shutdown() {} }',
  },
  {
    file: /[\\/]resource-detector-azure[\\/]build[\\/]\w+[\\/]detectors[\\/]AzureVmDetector\.js$/,
    contents: 'export const azureVmDetector = { detect: () => ({ attributes: {} }) };',
  },
];

/** Fails the build where one of these modules is not met: in another version of the library it may be elsewhere. */
export function onlyTheNamedPlace(): Plugin {
  return {
    name: 'only-the-named-place',
    setup(build) {
      const met = new Set<RegExp>();
      let hasLibrary = false;
      build.onStart(() => met.clear());
      build.onLoad({ filter: /[\\/]monitor-opentelemetry-exporter[\\/].*[\\/]export[\\/]trace\.js$/ }, () => {
        hasLibrary = true;
        return undefined;
      });
      for (const { file, contents } of SILENT) {
        build.onLoad({ filter: file }, () => {
          met.add(file);
          return { contents, loader: 'js' };
        });
      }
      build.onEnd(() => {
        const missed = hasLibrary ? SILENT.filter(({ file }) => !met.has(file)) : [];
        return {
          errors: missed.map(({ file }) => ({ text: `No module is like ${file.source}: see ${import.meta.url}` })),
        };
      });
    },
  };
}
