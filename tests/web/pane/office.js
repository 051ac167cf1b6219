// In place of Microsoft's office.js, for a pane that is only looked at: it is in Excel, and nothing of Excel is asked.
window.Office = {
  HostType: { Excel: "Excel" },
  context: {
    document: { url: "https://example.test/shop.xlsx" }, requirements: { isSetSupported: () => true },
    get officeTheme() {
      return window.officeTheme;
    },
  },
  onReady: async () => ({ host: "Excel" }),
  actions: { mappings: {}, associate(id, does) { this.mappings[id] = does; } },
  addin: { showAsTaskpane: async () => undefined },
};
window.CustomFunctions = { mappings: {}, associate(id, does) { this.mappings[id] = does; }, Error: Error, ErrorCode: {} };
