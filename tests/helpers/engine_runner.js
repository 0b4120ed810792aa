/* Reads one JSON request on standard input, {engine, columns: base64, descriptors, places, topics, views}, moves one
engine through the views in their order and writes, per view, the rows shown and the statuses. */
"use strict";

const { readFileSync } = require("node:fs");

const request = JSON.parse(readFileSync(0, "utf-8"));
const { ClaimEngine, readColumns, STATUSES } = require(request.engine);
const bytes = Uint8Array.from(Buffer.from(request.columns, "base64"));
const engine = new ClaimEngine(readColumns(request.descriptors, bytes.buffer), request.places, request.topics);

const answers = request.views.map(({ t0, t1, known, heard, passing, statuses }) => {
  const places = new Set(engine.setView(t0, t1, known));
  for (const place of engine.setFilter(passing ? Buffer.from(passing, "base64") : null, heard || null)) places.add(place);
  const wanted = statuses && statuses.length ? Uint8Array.from(STATUSES, (status) => (statuses.includes(status) ? 1 : 0)) : null;
  for (const place of engine.setStatuses(wanted)) places.add(place);
  const rows = [];
  for (let row = 0; row < engine.rowCount; row++) if (engine.isShown(row)) rows.push(row);
  return {
    rows,
    changed: [...places],
    groups: Array.from(engine.groupStatus, (status) => STATUSES[status]),
    places: Array.from(engine.placeStatus, (status) => STATUSES[status]),
    counts: Array.from(engine.placeShown),
    staleness: Array.from(engine.placeShown, (_, place) => engine.staleness(place)),
    uncertain: Array.from(engine.groupUncertain),
    uncertainAtPlaces: Array.from(engine.placeUncertain),
    histogram: Array.from(engine.histogram(request.edges, request.sources)),
    locked: Array.from(engine.histogram(request.edges, request.sources, null, true)),
  };
});
process.stdout.write(JSON.stringify(answers));
