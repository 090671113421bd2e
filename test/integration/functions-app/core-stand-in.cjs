// A stand-in for the module that the Functions worker supplies: it keeps what is registered.
const registered = [];
module.exports = {
  version: '3.12.0',
  registered,
  hooks: [],
  setProgrammingModel(model) {
    module.exports.model = model;
  },
  getProgrammingModel() {
    return module.exports.model;
  },
  registerHook(name, callback) {
    module.exports.hooks.push({ name, callback });
    return { dispose() {} };
  },
  registerFunction(metadata, callback) {
    registered.push({ metadata, callback });
    return { dispose() {} };
  },
  log() {},
};
