// What goes over the wire, as src/backorder_xl/hosts/web/protocol.py has it. Types only; nothing runs here.

/** @typedef {null | number | boolean | string | {f: string, v: any} | {e: string}} Cell */
/** @typedef {[number, number, number, string | null]} Stretch column, first row, last row, look */
/** @typedef {[number, number, number, number]} Rect row, column, how many rows, how many columns */

/**
 * @typedef {object} TableSent
 * @property {string} name
 * @property {number} header_row
 * @property {number} last_row
 * @property {number} first_col
 * @property {number} last_col
 * @property {boolean} totals
 * @property {string[]} headers
 */

/**
 * @typedef {object} SheetSent
 * @property {string} name
 * @property {Cell[][]} cells
 * @property {TableSent[]} tables
 * @property {Stretch[]} formats
 * @property {boolean} close
 * @property {Record<string, Record<string, any>[]>} filters
 * @property {[number, number, string][]} notes
 * @property {[number, number, string][]} links
 * @property {Stretch[]} fills
 * @property {Stretch[]} lines
 * @property {[number, number][]} widths
 * @property {number[]} alarmed
 * @property {[string, string, number][]} charts
 * @property {boolean} page_set
 * @property {Rect[]} merged
 */

/**
 * @typedef {object} BookSent
 * @property {string} name
 * @property {boolean} date1904
 * @property {string[]} names
 * @property {string[]} taken
 * @property {string[]} chart_sheets
 * @property {string[]} protected
 * @property {SheetSent[]} sheets
 */

/** @typedef {{sheet: string, row: number, column: number}} Selected */
/** @typedef {{name: string, data: string, saved: string | null}} FileSent */
/** @typedef {{verb: string, at: string, digest: string, touched: string[], before: SheetSent[]}} Kept */
/** @typedef {{severity: "error" | "warning" | "note", sheet: string, row: number | null, column: string, cell: string | null, says: string, remedy: string}} ProblemSaid */
/** @typedef {{file: string, to: string, subject: string, html: string, text: string, data: string}} DraftMade */
/** @typedef {{name: string, type: string, data: string}} FileMade */
/** @typedef {{do: string, sheet: string} & Record<string, any>} Step */

/**
 * @typedef {object} Answer
 * @property {string} verb
 * @property {string[]} said
 * @property {string[]} needs
 * @property {string | null} ask
 * @property {Step[]} steps
 * @property {string[]} touched
 * @property {Record<string, any>} counts
 * @property {ProblemSaid[]} problems
 * @property {DraftMade[]} drafts
 * @property {FileMade[]} files
 * @property {string | null} show
 * @property {boolean} refused
 * @property {number} seconds
 */

/** @typedef {{id: string, verb: string, label: string, group: string, screentip: string, size: string, does: string, shows: string, writes: boolean}} Button */
/** @typedef {{version: string, name: string, ours: string[], buttons: Button[], functions: {name: string, arguments: any[]}[]}} Config */

export {};
