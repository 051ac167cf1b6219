// What does office.js find of Excel when it wakes up in a task pane? `window.external`, as Excel for Windows gives it.
// Nothing of office.js is replaced: it calls Execute for each batch, and Excel calls back and sends events.
(() => {
  const facts = FACTS; // {sets, settings, address, locale, now, dark}: put in before the page is opened
  // It stays the moment of the test, so that what is written can be compared.
  const RealDate = Date;
  const moment = new RealDate(facts.now).getTime();
  window.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length ? given : [moment]));
    }
    static now() {
      return moment;
    }
  };
  const handlers = new Map();
  // Arrays come from Excel as safe arrays, which have to be asked for their contents.
  const safe = list => ({ dimensions: () => 1, toArray: () => list.map(each => (Array.isArray(each) ? safe(each) : each)) });
  const [ground, ink] = facts.dark ? [0x202020, 0xf0f0f0] : [0xffffff, 0x202020];
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
    GetOfficeThemeInfo: () => JSON.stringify({
      bodyBackgroundColor: ground, bodyForegroundColor: ink, controlBackgroundColor: ground, controlForegroundColor: ink,
    }),
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
