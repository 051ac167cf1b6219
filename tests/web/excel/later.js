// What do newer copies of office.js have that the npm package does not? Notes (ExcelApi 1.18).
//
// The package ends at ExcelApi 1.15; at Microsoft's own address the classes Note and NoteCollection are there. These are written as the
// package writes its own classes, from Microsoft's pages, and appended to it.
(() => {
  const { BatchApiHelper: api, ClientObject, Constants, Utility } = OfficeExtension;
  const checked = name => Utility.throwIfApiNotSupported(name, "ExcelApi", "1.18", "Excel");

  Excel.Note = class Note extends ClientObject {
    get _className() { return "Note"; }
    get _scalarPropertyNames() { return ["content", "authorName"]; }
    get content() {
      Utility.throwIfNotLoaded("content", this.m_content, "Note", this._isNull);
      return this.m_content;
    }
    set content(value) {
      this.m_content = value;
      api.invokeSetProperty(this, "Content", value, 0);
    }
    get authorName() {
      Utility.throwIfNotLoaded("authorName", this.m_author, "Note", this._isNull);
      return this.m_author;
    }
    delete() { api.invokeMethod(this, "Delete", 0, [], 0, 0); }
    getLocation() { return api.createMethodObject(Excel.Range, this, "GetLocation", 1, [], false, true, null, 4); }
    load(options) { return Utility.load(this, options); }
    _handleResult(value) {
      super._handleResult(value);
      if (Utility.isNullOrUndefined(value)) return;
      Utility.fixObjectPathIfNecessary(this, value);
      if (!Utility.isUndefined(value.Content)) this.m_content = value.Content;
      if (!Utility.isUndefined(value.AuthorName)) this.m_author = value.AuthorName;
    }
  };

  Excel.NoteCollection = class NoteCollection extends ClientObject {
    get _className() { return "NoteCollection"; }
    get _isCollection() { return true; }
    get items() {
      Utility.throwIfNotLoaded("items", this.m__items, "NoteCollection", this._isNull);
      return this.m__items;
    }
    add(cell, content) { return api.createMethodObject(Excel.Note, this, "Add", 0, [cell, content], false, true, null, 0); }
    getCount() { return api.invokeMethod(this, "GetCount", 1, [], 4, 0); }
    getItem(cell) { return api.createMethodObject(Excel.Note, this, "GetItem", 1, [cell], false, false, null, 4); }
    getItemAt(index) { return api.createMethodObject(Excel.Note, this, "GetItemAt", 1, [index], false, false, null, 4); }
    getItemOrNullObject(cell) { return api.createMethodObject(Excel.Note, this, "GetItemOrNullObject", 1, [cell], false, false, null, 4); }
    load(options) { return Utility.load(this, options); }
    _handleResult(value) {
      super._handleResult(value);
      if (Utility.isNullOrUndefined(value)) return;
      Utility.fixObjectPathIfNecessary(this, value);
      const found = value[Constants.items];
      if (Utility.isNullOrUndefined(found)) return;
      this.m__items = found.map((each, i) => {
        const item = api.createChildItemObject(Excel.Note, false, this, each, i);
        item._handleResult(each);
        return item;
      });
    }
  };

  Object.defineProperty(Excel.Worksheet.prototype, "notes", {
    get() {
      checked("Worksheet.notes");
      this.m_notes ??= api.createPropertyObject(Excel.NoteCollection, this, "Notes", true, 4);
      return this.m_notes;
    },
    configurable: true,
  });
})();
