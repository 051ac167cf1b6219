// How is a chart of ours drawn? In the one that stands there if there is one, so that its place and its borders stay.

import { CHART_INK, CHART_LINES, CHART_TITLE } from "../palette.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../../types.js").Step} Step */

const KINDS = /** @type {const} */ ({ column: "ColumnClustered", bar: "BarClustered", "stacked bar": "BarStacked", line: "LineMarkers" });

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function DropCharts(bench, { sheet, names }) {
  const found = names.map((/** @type {string} */ name) => bench.sheet(sheet).charts.getItemOrNullObject(name).load("name"));
  await bench.flush();
  for (const chart of found) if (!chart.isNullObject) chart.delete();
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function DrawChart(bench, step) {
  if (!bench.able("places")) return;
  const chart = await holder(bench, step);
  const series = chart.series.load("items/name");
  await bench.flush();
  chart.chartType = KINDS[/** @type {keyof typeof KINDS} */ (step.kind)];
  step.series.forEach((/** @type {any} */ plot, /** @type {number} */ i) => {
    draw(bench, series.items[i] ?? series.add(plot.name), plot, step.kind, i);
  });
  for (const surplus of series.items.slice(step.series.length).reverse()) surplus.delete();
  chart.title.visible = true;
  chart.title.text = step.title;
  letters(chart.title.format.font, 11, CHART_TITLE);
  const many = step.series.length > 1;
  chart.legend.visible = many;
  if (many) {
    chart.legend.position = "Bottom";
    letters(chart.legend.format.font, 9, CHART_INK);
  }
  chart.format.border.color = `#${CHART_LINES}`;
  axes(chart, step);
  await bench.flush();
}

/**
 * The chart by its name, or a new one; put where it belongs unless it stays.
 * @param {Bench} bench
 * @param {Step} step
 */
async function holder(bench, { sheet, name, was, kind, series, column, box }) {
  const { charts } = bench.sheet(sheet);
  const here = [name, was].filter(Boolean).map((known) => charts.getItemOrNullObject(known).load("name"));
  const edge = bench.cells(sheet, [1, column, 1, 1]).load("left");
  await bench.flush();
  const first = series[0].values;
  const chart = here.find((known) => !known.isNullObject)
    ?? charts.add(KINDS[/** @type {keyof typeof KINDS} */ (kind)], bench.cells(first[0], first[1]), "Columns");
  chart.name = name;
  if (box) [chart.left, chart.top, chart.width, chart.height] = [edge.left + box[0], box[1], box[2], box[3]];
  return chart;
}

/**
 * @param {Bench} bench
 * @param {Excel.ChartSeries} series
 * @param {any} plot
 * @param {string} kind
 * @param {number} index
 */
function draw(bench, series, plot, kind, index) {
  const colour = `#${plot.colour}`;
  series.name = plot.name;
  series.setValues(bench.cells(plot.values[0], plot.values[1]));
  series.setXAxisValues(bench.cells(plot.labels[0], plot.labels[1]));
  if (kind === "line") {
    series.format.line.color = colour;
    series.format.line.weight = 2;
    series.markerStyle = "Circle";
    series.markerSize = 5;
    series.markerBackgroundColor = series.markerForegroundColor = colour;
    return;
  }
  series.format.fill.setSolidColor(colour);
  if (index === 0) series.gapWidth = 60;
  if (index === 0 && kind === "stacked bar") series.overlap = 100;
}

/**
 * @param {Excel.Chart} chart
 * @param {Step} step
 */
function axes(chart, step) {
  const { categoryAxis: labels, valueAxis: values } = chart.axes;
  for (const [axis, title] of /** @type {[Excel.ChartAxis, string][]} */ ([[labels, step.label_title], [values, step.value_title]])) {
    axis.title.visible = Boolean(title);
    if (title) {
      axis.title.text = title;
      letters(axis.title.format.font, 9, CHART_INK);
    }
    letters(axis.format.font, 9, CHART_INK);
    axis.majorTickMark = "None";
  }
  labels.categoryType = "TextAxis";
  labels.format.line.color = `#${CHART_LINES}`;
  labels.majorGridlines.visible = false;
  values.majorGridlines.visible = true;
  values.majorGridlines.format.line.color = `#${CHART_LINES}`;
  values.format.line.lineStyle = "None";
  values.numberFormat = step.value_code;
  values.minimum = 0;
  if (step.most !== null) {
    values.maximum = step.most;
    values.majorUnit = step.most / 4;
  }
  if (step.label_code !== null) labels.numberFormat = step.label_code;
  if (step.crowded) {
    labels.tickLabelSpacing = 2;
    labels.textOrientation = 45;
  }
  if (step.kind === "bar" || step.kind === "stacked bar") { // the first row on top; the numbers are below then
    labels.reversePlotOrder = true;
    values.tickLabelPosition = "High";
  }
}

/**
 * @param {Excel.ChartFont} font
 * @param {number} size
 * @param {string} colour
 */
function letters(font, size, colour) {
  font.size = size;
  font.bold = false;
  font.color = `#${colour}`;
}
