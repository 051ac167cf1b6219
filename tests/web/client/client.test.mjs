// The client's parts that need no Excel, run by node's own test runner (test_client.py starts it). CLIENT is the folder with js/.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const from = (path) => import(pathToFileURL(`${process.env.CLIENT}/js/${path}`).href);

class CellError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
globalThis.CustomFunctions = { Error: CellError, ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A", divisionByZero: "#DIV/0!" } };
globalThis.Office = { context: { requirements: { isSetSupported: (set) => set !== "CustomFunctionsRuntime" }, document: { url: "" } } };

const { cellOf, joined, pieces, portions, together, weight } = await from("excel/compact.js");
const { addresses, placeOf, rectsOf } = await from("excel/addresses.js");

test("a cell is what Excel says of it, and a text that looks like more stays a text", () => {
  assert.equal(cellOf("", "", "Empty"), null);
  assert.equal(cellOf(5, 5, "Double"), 5);
  assert.equal(cellOf(0, 0, "Double"), 0);
  assert.equal(cellOf(false, false, "Boolean"), false);
  assert.deepEqual(cellOf("#N/A", "#N/A", "Error"), { e: "#N/A" });
  assert.equal(cellOf("#N/A", "#N/A", "String"), "#N/A");
  assert.deepEqual(cellOf(3, "=1+2", "Double"), { f: "=1+2", v: 3 });
  assert.deepEqual(cellOf("#DIV/0!", "=1/0", "Error"), { f: "=1/0", v: { e: "#DIV/0!" } });
  assert.deepEqual(cellOf("", '=""', "String"), { f: '=""', v: "" });
  assert.equal(cellOf("=1+2", "=1+2", "String"), "=1+2"); // typed with an apostrophe, which Excel does not give
  assert.equal(cellOf("=", "=", "String"), "=");
});

test("pieces cover all rows once, and none has too many cells", () => {
  for (const [rows, columns, most] of [[0, 5, 100], [1, 5, 100], [20, 5, 100], [21, 5, 100], [7, 500, 100], [1_000_000, 15, 25_000]]) {
    const cut = pieces(rows, columns, most);
    assert.equal(cut.reduce((sum, [, count]) => sum + count, 0), rows);
    let next = 0;
    for (const [first, count] of cut) {
      assert.equal(first, next);
      assert.ok(count === 1 || count * columns <= most);
      next += count;
    }
  }
});

test("portions keep every row in its order, and stay below the weight unless one row is heavier", () => {
  const rows = Array.from({ length: 300 }, (_, i) => ["x".repeat((i * 37) % 400), i, null]);
  const cut = portions(rows, 2_000);
  assert.deepEqual(cut.flatMap(([, some]) => some), rows);
  for (const [first, some] of cut) {
    assert.deepEqual(rows[first], some[0]);
    assert.ok(some.length === 1 || some.reduce((sum, row) => sum + weight(row), 0) <= 2_000);
  }
  assert.deepEqual(portions([["y".repeat(9_000)]], 2_000).length, 1);
});

test("as many sizes go together as fit, at least one", () => {
  assert.equal(together([5, 5, 5], 10), 2);
  assert.equal(together([50, 5], 10), 1);
  assert.equal(together([1, 1], 10), 2);
});

test("stretches of two pieces that follow each other become one", () => {
  assert.deepEqual(joined([[1, 11, 20, "a"], [1, 1, 10, "a"], [2, 1, 10, "a"], [1, 21, 30, "b"]]), [[1, 1, 20, "a"], [1, 21, 30, "b"], [2, 1, 10, "a"]]);
});

test("rectangles are named together until an address is long", () => {
  const rects = Array.from({ length: 50 }, (_, i) => [i + 1, 1, 1, 2]);
  const named = addresses(rects, 40);
  assert.ok(named.every((address) => address.length <= 40));
  assert.equal(named.join(",").split(",").length, 50);
  assert.deepEqual(named.flatMap((address) => rectsOf(address)), rects);
});

test("addresses of Excel are read, whatever the sheet is called", () => {
  assert.deepEqual(placeOf("'Bob''s, list!'!$AB$12:$AC$14"), { sheet: "Bob's, list!", row: 12, column: 28 });
  assert.deepEqual(placeOf("Orders!C7"), { sheet: "Orders", row: 7, column: 3 });
  assert.equal(placeOf("Orders!C:C"), null);
  assert.deepEqual(rectsOf("'A, b'!A1:B2,'A, b'!D4"), [[1, 1, 2, 2], [4, 4, 1, 1]]);
  assert.deepEqual(rectsOf("Sheet1!A1:B2,Sheet1!D4:E9"), [[1, 1, 2, 2], [4, 4, 6, 2]]);
});

test("a fingerprint sees what a person typed, and not what formulas come to", async () => {
  const { fingerprint } = await from("running.js");
  const sheet = (cells) => [{ name: "Orders", cells, tables: [] }];
  assert.equal(fingerprint(sheet([[{ f: "=NOW()", v: 1 }]])), fingerprint(sheet([[{ f: "=NOW()", v: 2 }]])));
  assert.notEqual(fingerprint(sheet([["a"]])), fingerprint(sheet([["b"]])));
  assert.notEqual(fingerprint(sheet([["1"]])), fingerprint(sheet([[1]])));
});

test("five thousand cells of one function are two requests; what they share is sent once", async () => {
  const { gathered } = await from("functions.js");
  const table = Array.from({ length: 200 }, (_, r) => [`SKU-${r}`, r, ""]);
  const sent = [];
  const send = async (path, body) => {
    sent.push([path, body]);
    return { results: body.calls.map(({ cells }) => [[cells[0][0][0]]]), days: [] };
  };
  const ask = gathered("PROMISE", send, Promise.resolve(false));
  const given = await Promise.all(Array.from({ length: 5_000 }, (_, i) => ask([[i % 2_500]], table.map((row) => [...row]), { address: "Sheet1!A1" })));
  assert.equal(sent.length, 2);
  assert.deepEqual(given.map(([[value]]) => value), Array.from({ length: 5_000 }, (_, i) => i % 2_500));
  for (const [path, { ranges, calls, date1904 }] of sent) {
    assert.equal(path, "/call/PROMISE");
    assert.deepEqual([ranges.length, ranges[0][3], date1904], [1, ["SKU-3", 3, null], false]);
    assert.deepEqual(calls[0].cells[1], { r: 0 });
    assert.ok(calls.length <= 4_000);
  }
});

test("a call that Excel takes back is not sent, and the others are", async () => {
  const { gathered } = await from("functions.js");
  const sent = [];
  const ask = gathered("EOQ", async (_, body) => {
    sent.push(...body.calls);
    return { results: body.calls.map(() => [[1]]) };
  }, Promise.resolve(false));
  const invocation = { functionName: "EOQ" };
  const stopped = ask([[1]], invocation);
  const other = ask([[2]], { functionName: "EOQ" });
  invocation.onCanceled();
  await assert.rejects(stopped, { code: "#N/A" });
  assert.deepEqual(await other, [[1]]);
  assert.deepEqual(sent.map(({ cells }) => cells), [[[[2]]]]);
});

test("errors and blanks of a workbook go over the wire, and come back as Excel's own", async () => {
  const { Shelf, asked, shown } = await from("values.js");
  const shelf = new Shelf();
  assert.deepEqual(asked([["", 1, true, new CellError("#DIV/0!"), { type: "FormattedNumber", basicValue: 45_000 }]], shelf), [[null, 1, true, { e: "#DIV/0!" }, 45_000]]);
  assert.equal(asked(undefined, shelf), null);
  assert.equal(shown(null, false), "");
  assert.equal(shown(46_000, true), 46_000); // this Excel shows no days by itself
  assert.equal(shown({ e: "#DIV/0!" }, false).code, "#DIV/0!");
  Office.context.requirements.isSetSupported = () => true;
  assert.deepEqual(shown(46_000, true), { type: "FormattedNumber", basicValue: 46_000, numberFormat: "yyyy-mm-dd" });
});

test("without a server a function says so in its cell, and a refusal is its sentence", async () => {
  const { gathered } = await from("functions.js");
  const { Refused } = await from("server.js");
  const down = gathered("EOQ", async () => { throw new Refused("The Backorder XL server cannot be reached.", "unreachable"); }, Promise.resolve(false));
  await assert.rejects(down([[1]]), { code: "#N/A", message: "The Backorder XL server cannot be reached." });
  const refused = gathered("EOQ", async () => { throw new Refused("Too many cells.", "refused"); }, Promise.resolve(false));
  await assert.rejects(refused([[1]]), { code: "#VALUE!", message: "Too many cells." });
});

/** A server that answers what `answer` says, and keeps what it was asked. */
async function served(answer) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const packed = request.headers["content-encoding"] === "gzip";
    asked.push({ path: request.url, packed, bearer: request.headers.authorization, body: JSON.parse(String(packed ? gunzipSync(body) : body)) });
    const [status, said, headers = {}] = request.url === "/session" ? [200, { token: `t${asked.filter((a) => a.path === "/session").length}` }] : answer(asked);
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(said));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const real = globalThis.fetch;
  globalThis.fetch = (path, how) => real(`http://127.0.0.1:${server.address().port}${path}`, how);
  return { asked, end: async () => { globalThis.fetch = real; server.closeAllConnections(); await new Promise((done) => server.close(done)); } };
}

test("the server is asked with a token, a new one where that has run out, and packed where it is worth it", async () => {
  const { post } = await from("server.js");
  const { asked, end } = await served((all) => (all.filter((a) => a.path === "/run/check").length === 1 ? [401, { says: "No.", code: "no_session" }] : [200, { verb: "check" }]));
  assert.deepEqual(await post("/run/check", { text: "x".repeat(5_000) }), { verb: "check" });
  assert.deepEqual(asked.map((a) => [a.path, a.bearer, a.packed]), [
    ["/session", undefined, false], ["/run/check", "Bearer t1", true], ["/session", undefined, false], ["/run/check", "Bearer t2", true]]);
  assert.equal(asked[3].body.text.length, 5_000);
  await end();
});

test("a busy server is asked again, as often as is polite; a refusal is its own sentence", async () => {
  const { post } = await from("server.js");
  const busy = await served((all) => (all.filter((a) => a.path === "/run/plan").length < 3 ? [503, { says: "Busy." }, { "Retry-After": "0" }] : [200, {}]));
  assert.deepEqual(await post("/run/plan", {}), {});
  await busy.end();
  const never = await served(() => [503, { says: "The server is busy; press again in a minute.", code: "busy" }, { "Retry-After": "0" }]);
  await assert.rejects(post("/run/plan", {}), { message: "The server is busy; press again in a minute.", code: "busy" });
  assert.equal(never.asked.filter((a) => a.path === "/run/plan").length, 4);
  await never.end();
  const bare = await served(() => [500, []]);
  await assert.rejects(post("/run/plan", {}), /could not answer \(500\)/);
  await bare.end();
});

test("no server is a sentence with what to do, and what is stopped is stopped", async () => {
  const { post } = await from("server.js");
  const gone = await served(() => [200, {}]);
  await gone.end();
  const real = globalThis.fetch;
  globalThis.fetch = () => real("http://127.0.0.1:9/");
  await assert.rejects(post("/run/plan", {}), { code: "unreachable", message: /backorder-xl serve/ });
  globalThis.fetch = real;
  const stop = new AbortController();
  stop.abort(new Error("stopped"));
  await assert.rejects(post("/run/plan", {}, stop.signal), /stopped/);
});

test("a run is kept for its workbook for thirty days", async () => {
  const { keep, kept } = await from("keeping.js");
  const day = 24 * 3600 * 1000;
  const run = { verb: "run", at: "2026-06-03T07:41:00", digest: "d", touched: ["Orders"], before: [] };
  await keep("a.xlsx", run, 1000 * day);
  assert.deepEqual(await kept("a.xlsx", 1029 * day), run);
  assert.equal(await kept("a.xlsx", 1031 * day), null);
  assert.equal(await kept("b.xlsx", 1000 * day), null);
});

test("days and hours are the user's own", async () => {
  const { stamp, today } = await from("clock.js");
  const then = new Date(2026, 10, 30, 23, 59, 5);
  assert.equal(stamp(then), "2026-11-30T23:59:05");
  assert.equal(today(then), "2026-11-30");
  const { when } = await from("pane/words.js");
  const now = new Date(2026, 11, 1, 8, 0);
  assert.equal(when("2026-12-01T07:41:00", now), "today at 07:41");
  assert.equal(when("2026-11-30T16:20:00", now), "yesterday at 16:20");
  assert.equal(when("2026-11-27T09:00:00", now), "on 27 November at 09:00");
});

test("what an older Excel leaves out is one sentence", async () => {
  const { leftOut, listed } = await from("excel/abilities.js");
  assert.equal(leftOut([]), "");
  assert.equal(leftOut(["merged"]), "");
  assert.equal(leftOut(["notes", "places"]), "This Excel is an older one, so notes do not move with their rows and charts are not drawn; all values are complete.");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
});

test("a colour is dark if it is nearer to black", async () => {
  const { isDark } = await from("pane/theme.js");
  assert.deepEqual(["#FFFFFF", "#F3F2F1", "#262626", "#0A0A0A"].map(isDark), [false, false, true, true]);
});
