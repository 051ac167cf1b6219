// What does office.js find of Excel when it wakes up in a task pane? `window.external`, as Excel for Windows gives it.
// Nothing of office.js is replaced: it calls Execute for each batch, and Excel calls back and sends events.
(() => {
  const facts = FACTS; // {sets, settings, address, locale}: put in before the page is opened
  const handlers = new Map();
  // Arrays come from Excel as safe arrays, which have to be asked for their contents.
  const safe = list => ({ toArray: () => list.map(each => (Array.isArray(each) ? safe(each) : each)) });
  const settings = {
    Read(keys, values) {
      for (const [key, value] of Object.entries(facts.settings)) {
        keys.push(key);
        values.push(value);
      }
    },
    Write(keys, values) {
      facts.settings = Object.fromEntries(keys.map((key, i) => [key, values[i]]));
      window.excelKeeps(facts.settings);
    },
  };
  const context = {
    GetAppType: () => 1,
    GetSolutionRef: () => "add-in",
    GetAppVersionMajor: () => "16",
    GetAppVersionMinor: () => 1,
    GetAppUILocale: () => facts.locale,
    GetAppDataLocale: () => facts.locale,
    GetDocUrl: () => facts.address,
    GetAppCapabilities: () => 0,
    GetActivationMode: () => 2,
    GetControlIntegrationLevel: () => 1,
    GetSolutionToken: () => "",
    GetSupportedMatrix: () => JSON.stringify(facts.sets),
    GetHostFullVersion: () => "16.0.17928.20000",
    GetInitialDisplayMode: () => 0,
    GetSettings: () => settings,
  };
  Object.defineProperty(window, "external", {
    value: {
      GetContext: () => context,
      Execute(id, params, callback) {
        window.excelRuns(id, params).then(answer => callback(safe(answer)));
      },
      RegisterEvent(id, target, handler, callback) {
        handlers.set(id, handler);
        callback(0);
      },
      UnregisterEvent(id, target, callback) {
        handlers.delete(id);
        callback(0);
      },
    },
  });
  window.excelSays = (id, payload) => handlers.get(id)?.(id, safe(payload));
})();
