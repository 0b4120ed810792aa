/* The view of an HTML snapshot in the fragment of its address, and back.

#at=DAY|DAY/DAY|../DAY|../..&known=DAY|locked|..&place=ID&topic=ID&map=LAT,LON,ZOOM&tour=NUMBER, and what is filtered by:
topics, status, publishers, sources, modalities, certainties, languages, place_kinds (each as often as it has values), text,
and area, the number of the view of the tour whose area it is. What is absent is as the page starts; so is what is not
understood, and the page says what that was.
*/
(function (root) {
  "use strict";

  const { FACETS, bitsOf } = root.MapViewFilterState;
  const { LOCKED } = root.MapViewClocks;
  const { iso, parseIso } = root.MapViewWords;

  const LONGEST = 8000; // characters that are read
  const LONGEST_TEXT = 200;
  const READ_ALONE = ["at", "known", "place", "topic", "map", "tour", "area"];

  /** The area of a view of the tour, as the filters take it; null if it has none. */
  function areaOf(meta, number) {
    const view = meta.tour[number];
    if (!view || !view.filter.area) return null;
    return { id: number, name: view.name, corners: view.filter.area, inside: bitsOf(view.filter.inside) };
  }

  /** A day, month or year, if these are its days; else an interval. */
  function oneDate(first, last) {
    const day = iso(first);
    const found = [day, day.slice(0, -3), day.slice(0, -6)].find((date) => parseIso(date).join() === `${first},${last}`);
    return found || `${day}/${iso(last)}`;
  }

  /** @param view {days: [day0, day1], mode, known, place, topic, frame: {lat, lon, zoom}|null, step, filters} */
  function write(view) {
    const said = new URLSearchParams();
    const [first, last] = view.days;
    if (first === null) said.set("at", "../..");
    else if (view.mode === "cumulative") said.set("at", `../${iso(last)}`);
    else said.set("at", view.mode === "range" ? `${iso(first)}/${iso(last)}` : oneDate(first, last));
    said.set("known", view.known === null ? ".." : view.known === LOCKED ? LOCKED : iso(view.known));
    if (view.place !== null) said.set("place", view.place);
    if (view.topic) said.set("topic", view.topic);
    if (view.frame) said.set("map", [view.frame.lat.toFixed(4), view.frame.lon.toFixed(4), view.frame.zoom].join());
    for (const name of FACETS) for (const key of view.filters.wanted[name]) said.append(name, key);
    if (view.filters.text) said.set("text", view.filters.text);
    if (view.filters.area) said.set("area", String(view.filters.area.id + 1));
    if (view.step !== null) said.set("tour", String(view.step + 1));
    return said.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
  }

  function readAt(text) {
    if (text === "../..") return { mode: "instant", day0: null, day1: null };
    const parts = text.split("/");
    const ends = parts.map((part) => parseIso(part));
    const last = ends.at(-1);
    if (!last || parts.length > 2 || !ends.flat().every((day) => day === null || Number.isFinite(day))) return null;
    if (parts.length === 1) return { mode: "instant", day0: last[0], day1: last[1] };
    if (parts[0] === "..") return { mode: "cumulative", day0: last[0], day1: last[1] };
    return ends[0] && ends[0][0] <= last[1] ? { mode: "range", day0: ends[0][0], day1: last[1] } : null;
  }

  function readKnown(text) {
    if (text === LOCKED || text === "..") return { day: text === LOCKED ? LOCKED : null };
    const days = parseIso(text);
    return days && { day: days[1] };
  }

  function readFrame(text) {
    const numbers = text.split(",").map((part) => (/^-?\d{1,3}(\.\d+)?$/.test(part) ? Number(part) : NaN));
    const [lat, lon, zoom] = numbers;
    if (numbers.length !== 3 || !(Math.abs(lat) <= 85.06 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 20)) return null;
    return { lat, lon, zoom };
  }

  function readNumber(text, count) {
    return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= count ? Number(text) - 1 : null;
  }

  /**
   * What a fragment says, as far as the page has it; null where it is silent.
   * @param valuesOf returns the values that a facet has
   * @returns {at, known, place, topic, frame, step, filter, isStepAlone, unread: what was not understood, as it is written}
   */
  function read(text, meta, valuesOf) {
    const said = new URLSearchParams(text.slice(0, LONGEST).replace(/^#/, ""));
    const take = (name, reader) => (said.has(name) ? reader(said.get(name)) : null);
    const among = (ids) => (id) => (ids.includes(id) ? id : null);
    const filter = Object.fromEntries(FACETS.map((name) => [name, said.getAll(name)]));
    filter.text = (said.get("text") || "").slice(0, LONGEST_TEXT);
    const area = take("area", (number) => readNumber(number, meta.tour.length));
    filter.area = area === null ? null : areaOf(meta, area);
    const alone = {
      at: take("at", readAt), known: take("known", readKnown), place: take("place", among(meta.places.ids)),
      topic: take("topic", among(meta.topics.map((topic) => topic.id))), map: take("map", readFrame),
      tour: take("tour", (number) => readNumber(number, meta.tour.length)), area: filter.area,
    };
    const isRead = (name, value) => {
      if (READ_ALONE.includes(name)) return alone[name] !== null;
      return name === "text" || (FACETS.includes(name) && valuesOf(name).has(value));
    };
    const { map: frame, tour: step, at, known, place, topic } = alone;
    return {
      at, known, place, topic, frame, step, filter, isStepAlone: [...said.keys()].join() === "tour",
      unread: [...said].filter(([name, value]) => !isRead(name, value)).map(([name, value]) => (value ? `${name}=${value}` : name)),
    };
  }

  root.MapViewFragment = { write, read, areaOf };
})(globalThis);
